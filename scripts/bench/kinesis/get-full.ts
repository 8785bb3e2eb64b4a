import { call, callsPerSecond, freshStream, recordsOf, type Job } from './jobs.ts';
import { RawClient, requestBytes } from './raw-client.ts';

const RECORDS = 10_000;
const PER_CALL = 500;

/** GetRecords of 10,000 × 100 bytes, one after the other; calls per second. */
export async function getFull({ port, stream = 'get' }: Job): Promise<number> {
  const client = new RawClient(port);
  await freshStream(client, stream, 1);
  for (let put = 0; put < RECORDS / PER_CALL; put++) {
    const Records = recordsOf(PER_CALL, 100, put);
    await call(client, 'PutRecords', { StreamName: stream, Records });
  }
  const { ShardIterator } = await call<{ readonly ShardIterator: string }>(
    client,
    'GetShardIterator',
    {
      StreamName: stream,
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    },
  );
  client.close();
  const request = requestBytes('GetRecords', { ShardIterator, Limit: RECORDS });
  return callsPerSecond(port, 1, [request], { maxCalls: 60, warmUpCalls: 3 });
}
