import { KinesisClient, ListStreamsCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { recordsOf, type Job } from './jobs.ts';

const IN_FLIGHT = 8;
const PUTS = 200;
const SESSIONS = 10_000;
const BODIES = 10;

const connection = (port: number) => ({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** PutRecords of 500 × 1 KiB by the AWS SDK over HTTP/1.1, eight at once; calls per second. */
export async function putBySdk({ port, stream = 'bench', maxCalls = PUTS }: Job): Promise<number> {
  const requestHandler = new NodeHttpHandler();
  const client = new KinesisClient({ ...connection(port), requestHandler });
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
  await inFlight(IN_FLIGHT, put);
  const startedAt = performance.now();
  await inFlight(maxCalls, put);
  return maxCalls / ((performance.now() - startedAt) / 1_000);
}

/** The SDK as it comes, which opens an HTTP/2 session for each call; how many calls failed. */
export async function sessionPerCall({ port }: Job): Promise<number> {
  const client = new KinesisClient({ ...connection(port), maxAttempts: 1 });
  let failed = 0;
  await inFlight(SESSIONS, () =>
    client.send(new ListStreamsCommand({})).catch(() => {
      failed += 1;
    }),
  );
  return failed;
}

async function inFlight(calls: number, work: (number: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < calls) await work(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}
