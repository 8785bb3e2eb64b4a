import { callsPerSecond } from './calls-per-second.ts';
import type { Job } from './job.ts';
import { onOwnStream, recordsOf } from './jobs.ts';
import { call } from '../../program/raw-calls.ts';
import { RawClient, requestBytes } from '../../program/raw-client.ts';

const RECORDS = 10_000;
const PER_CALL = 500;

/** GetRecords of 10,000 × 100 bytes, one after the other; calls per second. */
export const getFull = (job: Job): Promise<number> =>
  onOwnStream({ ...job, shards: 1 }, async (stream) => {
    const { port } = job;
    const client = new RawClient(port);
    for (let put = 0; put < RECORDS / PER_CALL; put++) {
      const Records = recordsOf(PER_CALL, 100, put);
      await call(client, 'PutRecords', { StreamName: stream, Records });
    }
    const ShardIterator = await oldest(client, stream);
    client.close();
    const request = requestBytes('GetRecords', { ShardIterator, Limit: RECORDS });
    return callsPerSecond(port, 1, [request], { maxCalls: 200, warmUpCalls: 10 });
  });

/** GetRecords of the ten oldest records of a stream's first shard; calls per second. */
export async function getFew({ port, stream = '', ...bounds }: Job): Promise<number> {
  const client = new RawClient(port);
  const ShardIterator = await oldest(client, stream);
  client.close();
  const request = requestBytes('GetRecords', { ShardIterator, Limit: 10 });
  return callsPerSecond(port, 1, [request], bounds);
}

async function oldest(client: RawClient, StreamName: string): Promise<string> {
  const { ShardIterator } = await call<{ readonly ShardIterator: string }>(
    client,
    'GetShardIterator',
    { StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' },
  );
  return ShardIterator;
}
