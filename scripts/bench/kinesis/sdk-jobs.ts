import { KinesisClient, ListStreamsCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Job } from './job.ts';
import { onOwnStream, recordsOf } from './jobs.ts';

const IN_FLIGHT = 8;
const PUTS = 300;
const MAX_MS = 2_500;
const SESSIONS = 10_000;
const BODIES = 10;

const connection = (port: number) => ({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** PutRecords of 500 × 1 KiB by the AWS SDK over HTTP/1.1, eight at once; calls per second. */
export const putBySdk = (job: Job): Promise<number> =>
  onOwnStream(job, async (stream) => {
    const { maxCalls = PUTS, maxMs = MAX_MS } = job;
    const requestHandler = new NodeHttpHandler();
    const client = new KinesisClient({ ...connection(job.port), requestHandler });
    const bodies = Array.from({ length: BODIES }, (_, seed) =>
      recordsOf(500, 1_024, seed).map(({ Data, PartitionKey }) => ({
        Data: Buffer.from(Data, 'base64'),
        PartitionKey,
      })),
    );
    const put = (number: number): Promise<unknown> =>
      client.send(
        new PutRecordsCommand({ StreamName: stream, Records: bodies[number % BODIES] ?? [] }),
      );
    await inFlight(2 * IN_FLIGHT, MAX_MS, put);
    const startedAt = performance.now();
    const done = await inFlight(maxCalls, maxMs, put);
    return done / ((performance.now() - startedAt) / 1_000);
  });

/** The SDK as it comes, which opens an HTTP/2 session for each call; how many calls failed. */
export async function sessionPerCall({ port }: Job): Promise<number> {
  const client = new KinesisClient({ ...connection(port), maxAttempts: 1 });
  let failed = 0;
  await inFlight(SESSIONS, Infinity, () =>
    client.send(new ListStreamsCommand({})).catch(() => {
      failed += 1;
    }),
  );
  return failed;
}

/** Eight at once until so many are done, or no more are begun; how many were. */
async function inFlight(
  calls: number,
  maxMs: number,
  work: (number: number) => Promise<unknown>,
): Promise<number> {
  const until = performance.now() + maxMs;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < calls && performance.now() < until) await work(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return next;
}
