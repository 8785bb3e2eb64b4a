import { seededRandom } from '#runtime/random.ts';
import { callsPerSecond } from './calls-per-second.ts';
import { RawClient, requestBytes } from '../../program/raw-client.ts';
import { call, freshStream } from '../../program/raw-calls.ts';
import type { Job } from './job.ts';

/** Prepared once and sent in turn: 20,000 keys, more than anybody's cache of them holds. */
const BODIES = 40;

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
  const { port, connections = 1, records = 500, recordBytes = 1_024 } = job;
  const bodiesOf = (stream: string): Buffer[] =>
    Array.from({ length: job.bodies ?? BODIES }, (_, seed) =>
      requestBytes('PutRecords', {
        Records: recordsOf(records, recordBytes, seed),
        StreamName: stream,
      }),
    );
  if (job.stream !== undefined) return callsPerSecond(port, connections, bodiesOf(job.stream), job);
  return onOwnStream(job, (stream) => callsPerSecond(port, connections, bodiesOf(stream), job));
}

/** With a stream that is made for it and deleted again, so that nobody's memory fills from job to job. */
export async function onOwnStream<T>(
  { port, shards = 4 }: Job,
  work: (stream: string) => Promise<T>,
): Promise<T> {
  const stream = `job-${process.pid}`;
  const client = new RawClient(port);
  await freshStream(client, stream, shards);
  const result = await work(stream);
  await call(client, 'DeleteStream', { StreamName: stream });
  client.close();
  return result;
}
