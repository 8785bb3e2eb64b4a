import type { Controls } from '#dashboard/controls.ts';
import { createProducer, type Producer } from '#producer/client/producer.ts';
import { aborted } from '#runtime/signals.ts';
import { openObject } from '../bucket/open-object.ts';
import { reshardControls } from '../page/reshard.ts';
import { servePage, type LabPage } from '../page/serve-page.ts';
import type { ServiceUrls } from '../settings/service-urls.ts';
import type { Target } from '../target.ts';
import { awaitStack } from './await-stack.ts';
import { isOurEmulator } from './is-our-emulator.ts';
import { START_PATIENCE_MS, type ServiceScope } from './service-scope.ts';
import { stackReport } from './stack-report.ts';
import { stackSources } from './stack-sources.ts';

/** Of a service's whole grace. */
const CLOSE_WITHIN_MS = 5_000;

export interface DashboardServiceOptions {
  readonly target: Target;
  readonly host: string;
  readonly port: number;
  readonly services: ServiceUrls;
}

/** Serves the live page of services that run elsewhere, and asks each only while somebody looks. */
export async function runDashboardService(
  scope: ServiceScope,
  { target, host, port, services }: DashboardServiceOptions,
): Promise<void> {
  const { signal, log } = scope;
  const stack = await awaitStack(scope, START_PATIENCE_MS);
  if (!stack) return;
  const { page, close } = await stackPage(scope, target, services);
  try {
    const dashboard = await servePage(page, { host, port, log });
    log.info('serving', { url: dashboard.url });
    await aborted(signal);
    await dashboard.close();
  } finally {
    await close();
  }
}

export interface StackPage {
  readonly page: LabPage;
  /** Puts what a person has asked for and was not put yet. */
  readonly close: () => Promise<void>;
}

/** The page of separate services. Time is everybody's here, and faults are an emulator's: it has neither. */
export async function stackPage(
  scope: ServiceScope,
  target: Target,
  services: ServiceUrls,
): Promise<StackPage> {
  const { topology } = scope;
  const { stream, deliveryStream, bucket } = topology;
  const { name, region, kinesis, firehose } = target;
  const producer = createProducer<object>({
    stream,
    client: scope.kinesis,
    clock: scope.clock,
    random: scope.random.fork('page'),
  });
  const holdsBack = name === 'aws' || (await isOurEmulator(firehose.endpoint ?? ''));
  const page: LabPage = {
    sources: stackSources({ ...scope, services, basis: holdsBack ? 'estimated' : 'unbuffered' }),
    controls: controlsOf(scope, target, producer),
    lab: {
      target: name,
      ...(name === 'aws' && { place: region }),
      stream,
      deliveryStream,
      bucket,
      endpoint: kinesis.endpoint ?? region,
      faultKinds: [],
    },
  };
  return { page, close: () => producer.close({ timeoutMs: CLOSE_WITHIN_MS }) };
}

function controlsOf(scope: ServiceScope, target: Target, producer: Producer<object>): Controls {
  const { kinesis, s3, topology, log } = scope;
  return {
    // As anybody puts records: the books count them as put by others.
    put: ({ key, count, bytes }) => {
      for (let one = 0; one < count; one++) {
        producer
          .send({ partitionKey: key, data: noteOf(bytes) })
          .catch((error: unknown) => log.warn('not put', { error: String(error) }));
      }
    },
    reshard: reshardControls(kinesis, topology.stream),
    openObject: (key) => openObject(s3, topology.bucket, key),
    report: () => stackReport(scope, target),
  };
}

/** Data that takes about so many bytes as JSON. */
const noteOf = (bytes: number) => ({ note: '.'.repeat(Math.max(1, bytes - EMPTY_NOTE_BYTES)) });
const EMPTY_NOTE_BYTES = JSON.stringify({ note: '' }).length;
