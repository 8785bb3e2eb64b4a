import { DeleteDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import type { ServiceUrls } from '#lab/settings/service-urls.ts';
import { servePage } from '#lab/page/serve-page.ts';
import { runConsumerService } from '#lab/services/consumer-service.ts';
import { stackPage } from '#lab/services/dashboard-service.ts';
import { runFirehoseService } from '#lab/services/firehose-service.ts';
import { runProducerService } from '#lab/services/producer-service.ts';
import type { ServiceScope } from '#lab/services/service-scope.ts';
import { startStatusServer, type StatusServer, type Tell } from '#lab/services/status-server.ts';
import { startLab, type Lab } from '#lab/start-lab.ts';
import type { Target } from '#lab/target.ts';
import { paymentsInput } from '#producer/inputs/payments/payments.ts';
import { firehoseClient } from '#runtime/aws.ts';
import { systemClock } from '#runtime/clock.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { freePort } from './free-port.ts';

/** Whose Firehose delivers: ours as a service, one that tells nothing, or one that holds nothing back. */
export type StackFirehose = 'service' | 'silent' | 'unbuffered';

export interface PagedStack extends AsyncDisposable {
  readonly lab: Lab;
  readonly url: string;
  /** Takes a service's status off the network, and gives it back under the same port. */
  readonly disconnect: (name: string) => Promise<void>;
  readonly reconnect: (name: string) => Promise<void>;
  readonly stopProducing: () => Promise<void>;
}

const BUFFER_SECONDS = 3;
const CONSUMERS = [
  { name: 'consumer-1', subject: 'monitoring', read: 'polling' },
  { name: 'consumer-2', subject: 'fraud', read: 'polling' },
] as const;

/** The lab as separate services, each with a port of its own, and the page that asks them; our emulator is AWS. */
export async function givenPagedStack(whose: StackFirehose): Promise<PagedStack> {
  const lab = await startLab({ topology: { shards: 2, bufferSeconds: BUFFER_SECONDS } });
  const { kinesis, s3, topology } = lab;
  const target = await targetOf(lab, whose);
  const firehose = whose === 'service' ? firehoseClient(target.firehose) : lab.firehose;
  const [stop, stopProducing] = [new AbortController(), new AbortController()];
  const doors = new Map<string, Door>();

  const scopeOf = (name: string, { signal }: AbortController): ServiceScope => {
    const random = seededRandom(7).fork(name);
    const tell = (news: Tell): void => doors.get(name)?.tell(news);
    const told = { clock: systemClock, log: silentLog, seed: 7, incarnation: name };
    return { kinesis, s3, firehose, topology, ...told, random, tell, signal };
  };
  const open = async (name: string): Promise<void> => {
    const door = new Door(name);
    await door.open();
    doors.set(name, door);
  };

  const services: Promise<unknown>[] = [];
  if (whose === 'service') {
    const { deliveryStream: DeliveryStreamName } = topology;
    await lab.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
    await open('firehose');
    const port = Number(new URL(target.firehose.endpoint ?? '').port);
    const place = { target, host: '127.0.0.1', port };
    services.push(runFirehoseService(scopeOf('firehose', stop), place));
  }
  for (const one of CONSUMERS) {
    await open(one.name);
    services.push(runConsumerService(scopeOf(one.name, stop), one));
  }
  await open('producer');
  const producing = runProducerService(scopeOf('producer', stopProducing), ({ clock, random }) =>
    paymentsInput({ clock, random, rate: 50 }),
  );

  const urls: ServiceUrls = Object.fromEntries([...doors].map(([name, { url }]) => [name, url]));
  const { page, close } = await stackPage(scopeOf('dashboard', stop), target, urls);
  const dashboard = await servePage(page, { port: 0, log: silentLog });
  return {
    lab,
    url: dashboard.url,
    disconnect: async (name) => doors.get(name)?.close(),
    reconnect: async (name) => doors.get(name)?.open(),
    stopProducing: async () => {
      stopProducing.abort();
      await producing;
    },
    [Symbol.asyncDispose]: async () => {
      stopProducing.abort();
      await producing;
      await dashboard.close();
      await close();
      stop.abort();
      await Promise.all(services);
      for (const door of doors.values()) await door.close();
      await lab.stop();
    },
  };
}

/** Where a service says how it stands: can be closed and opened again. */
class Door {
  readonly #name: string;
  #server: StatusServer | undefined;
  #tell: Tell | undefined;
  #port = 0;

  constructor(name: string) {
    this.#name = name;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  tell(tell: Tell): void {
    this.#tell = tell;
    this.#server?.tell(tell);
  }

  async open(): Promise<void> {
    const place = { host: '127.0.0.1', port: this.#port, incarnation: this.#name };
    this.#server = await startStatusServer(place);
    this.#port = this.#server.port;
    if (this.#tell) this.#server.tell(this.#tell);
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }
}

async function targetOf({ endpoint }: Lab, whose: StackFirehose): Promise<Target> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const at = { region: 'us-east-1', credentials, endpoint };
  const elsewhere = { ...at, endpoint: `http://127.0.0.1:${await freePort()}` };
  return {
    name: 'localstack',
    region: 'us-east-1',
    firehoseBy: whose === 'service' ? 'kinlab' : 'target',
    kinesis: at,
    firehose: whose === 'silent' ? at : elsewhere,
    s3: at,
    sts: at,
  };
}
