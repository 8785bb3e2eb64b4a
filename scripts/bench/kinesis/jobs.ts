import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '#runtime/random.ts';
import { RawClient, requestBytes } from './raw-client.ts';

/** What the load process is told to do, to which port. */
export interface Job {
  readonly port: number;
  readonly name: string;
  readonly connections?: number;
  readonly records?: number;
  readonly recordBytes?: number;
  /** Whichever comes first ends the measurement. */
  readonly maxCalls?: number;
  readonly maxMs?: number;
  readonly warmUpCalls?: number;
  readonly stream?: string;
}

const WARM_UP_CALLS = 24;
const MAX_CALLS = 256;
const MAX_MS = 4_000;
/** Prepared once and sent in turn: 20,000 keys, more than anybody's cache of them holds. */
const BODIES = 40;

/** Calls with an answer of status 200, as JSON. */
export async function call<T>(client: RawClient, operation: string, input: object): Promise<T> {
  const { status, body } = await client.send(requestBytes(operation, input));
  if (status !== 200) throw new Error(`${operation}: ${status} ${body().slice(0, 500)}`);
  return (body() === '' ? {} : JSON.parse(body())) as T;
}

/** A stream of this name that is ACTIVE and empty. */
export async function freshStream(client: RawClient, name: string, shards: number): Promise<void> {
  await call(client, 'CreateStream', { StreamName: name, ShardCount: shards });
  await untilStatus(client, name, 'ACTIVE');
}

async function untilStatus(client: RawClient, name: string, wanted: string): Promise<void> {
  for (;;) {
    const { StreamDescriptionSummary } = await call<{
      readonly StreamDescriptionSummary: { readonly StreamStatus: string };
    }>(client, 'DescribeStreamSummary', { StreamName: name });
    if (StreamDescriptionSummary.StreamStatus === wanted) return;
    await sleep(20);
  }
}

export interface RecordToPut {
  readonly Data: string;
  readonly PartitionKey: string;
}

export function recordsOf(count: number, bytes: number, seed: number): RecordToPut[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => ({
    Data: Buffer.from(random.bytes(bytes)).toString('base64'),
    PartitionKey: `customer-${seed * count + index}`,
  }));
}

/** PutRecords as fast as the answers come; calls per second. */
export async function putMany(job: Job): Promise<number> {
  const { port, connections = 1, records = 500, recordBytes = 1_024, stream = 'bench' } = job;
  const bodies = Array.from({ length: BODIES }, (_, seed) =>
    requestBytes('PutRecords', {
      Records: recordsOf(records, recordBytes, seed),
      StreamName: stream,
    }),
  );
  return callsPerSecond(port, connections, bodies, job);
}

/** Sends the requests in turn on each connection and counts what is answered. */
export async function callsPerSecond(
  port: number,
  connections: number,
  requests: readonly Buffer[],
  {
    maxCalls = MAX_CALLS,
    maxMs = MAX_MS,
    warmUpCalls = WARM_UP_CALLS,
  }: Pick<Job, 'maxCalls' | 'maxMs' | 'warmUpCalls'>,
): Promise<number> {
  let sent = 0;
  let answered = 0;
  let startedAt = performance.now();
  let isOver = false;

  async function drive(client: RawClient): Promise<void> {
    while (!isOver) {
      const request = requests[sent++ % requests.length];
      if (!request) throw new Error('nothing to send');
      const { status, body } = await client.send(request);
      if (status !== 200) throw new Error(`${status} ${body().slice(0, 500)}`);
      answered += 1;
      if (answered === warmUpCalls) startedAt = performance.now();
      isOver ||= answered >= warmUpCalls + maxCalls;
      isOver ||= answered > warmUpCalls && performance.now() - startedAt > maxMs;
    }
  }

  const clients = Array.from({ length: connections }, () => new RawClient(port));
  await Promise.all(clients.map(drive));
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const client of clients) client.close();
  return (answered - warmUpCalls) / seconds;
}
