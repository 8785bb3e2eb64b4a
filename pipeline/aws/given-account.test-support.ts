import { onTestFinished } from 'vitest';
import { createEmulator } from '#emulator/index.ts';
import { accountClients, type AccountClients } from '#runtime/aws-account.ts';
import type { RequestHandler } from '#runtime/aws.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock, type VirtualClock } from '#runtime/virtual-clock.ts';
import { defaultTopology, type Topology } from '../topology.ts';
import { planFor } from './plan.ts';
import {
  recordingHandler,
  refusal,
  type Fault,
  type SdkHandler,
  type Sent,
} from './recording-handler.test-support.ts';
import type { ProvisionScope } from './scope.ts';

export const ACCOUNT = '123456789012';

/** As long as AWS takes for each. */
const AWS_DELAYS = {
  kinesis: { createStreamMs: 20_000, deleteStreamMs: 25_000 },
  firehose: { createMs: 40_000, deleteMs: 20_000 },
};

/** Where only the order of calls matters: fewer looks until the end of a wait. */
export const SHORT_DELAYS = {
  kinesis: { createStreamMs: 4_000, deleteStreamMs: 4_000 },
  firehose: { createMs: 4_000, deleteMs: 4_000 },
};

/** How far the clock steps while something that sleeps on it is waited for. */
const STEP_MS = 10_000;

export interface GivenAccountOptions {
  readonly region?: string;
  readonly topology?: Partial<Topology>;
  /** AWS's own unless given. */
  readonly delays?: typeof AWS_DELAYS;
  /** Decides what becomes of a request: undefined lets it pass. */
  readonly fault?: (sent: Sent, index: number) => Fault | undefined;
}

/**
 * The very clients that speak to AWS, before an emulated account with AWS's delays on a virtual clock: only
 * the last step, from request to socket, is another.
 */
export function givenAccount(options: GivenAccountOptions = {}) {
  const { region = 'eu-west-1', topology, fault, delays = AWS_DELAYS } = options;
  const clock = virtualClock({ isBusy: () => emulator.isBusy() });
  const random = seededRandom(7);
  const emulator = createEmulator({
    clock,
    random,
    log: silentLog,
    region,
    account: ACCOUNT,
    delays,
  });
  onTestFinished(() => emulator.close());
  const sent: Sent[] = [];
  const ways = { fault };
  const handlerOf = (over: string): RequestHandler =>
    recordingHandler(emulator.requestHandler as unknown as SdkHandler, async (request, pass) => {
      const recorded = { ...request, over, at: clock.now() };
      sent.push(recorded);
      const decided = ways.fault?.(recorded, sent.length - 1);
      if (decided === undefined) return pass();
      if (decided !== 'lost') return refusal(recorded, decided);
      await pass();
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    });
  const clients = accountClients(region);
  for (const [name, client] of Object.entries(clients)) {
    redirect(client as AccountClients['kinesis'], handlerOf(name));
  }

  const said: string[] = [];
  const stop = new AbortController();
  const scope: ProvisionScope = {
    clients,
    clock,
    random: random.fork('provision'),
    signal: stop.signal,
    region,
    plan: planFor(
      { ...defaultTopology, ...topology },
      { account: ACCOUNT, region, partition: 'aws' },
    ),
    say: (line) => said.push(line),
  };
  return {
    clock,
    clients,
    emulator,
    scope,
    sent,
    said,
    stop: () => stop.abort(),
    /** From now on. */
    setFault: (next: GivenAccountOptions['fault']) => void (ways.fault = next),
    /** Lets time pass until that is done. */
    until: <T>(work: Promise<T>): Promise<T> => settle(work, clock),
  };
}

export type GivenAccount = ReturnType<typeof givenAccount>;

async function settle<T>(work: Promise<T>, clock: VirtualClock): Promise<T> {
  const state = { isSettled: false };
  const settled = work.finally(() => (state.isSettled = true));
  settled.catch(() => {});
  await clock.advance(0);
  while (!state.isSettled) await clock.advance(STEP_MS);
  return settled;
}

function redirect(client: AccountClients['kinesis'], handler: RequestHandler): void {
  client.config.requestHandler = handler as typeof client.config.requestHandler;
  client.config.credentials = () =>
    Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
}
