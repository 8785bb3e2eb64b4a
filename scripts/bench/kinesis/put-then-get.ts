import { percentile } from '../figure.ts';
import { call, freshStream, type Job } from './jobs.ts';
import { RawClient } from './raw-client.ts';

const RECORDS = 400;

/** From the put of one record until a GetRecords has it, on two connections; p50 in ms. */
export async function putThenGet({ port, stream = 'latency' }: Job): Promise<number> {
  const writer = new RawClient(port);
  const reader = new RawClient(port);
  await freshStream(writer, stream, 1);
  let { ShardIterator } = await call<{ readonly ShardIterator: string }>(
    reader,
    'GetShardIterator',
    { StreamName: stream, ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' },
  );
  const latencies: number[] = [];
  for (let number = 0; number < RECORDS; number++) {
    const startedAt = performance.now();
    const record = { StreamName: stream, PartitionKey: `key-${number}`, Data: 'aGVsbG8=' };
    await call(writer, 'PutRecord', record);
    for (let isThere = false; !isThere;) {
      const page: { readonly Records: readonly object[]; readonly NextShardIterator: string } =
        await call(reader, 'GetRecords', { ShardIterator });
      ShardIterator = page.NextShardIterator;
      isThere = page.Records.length > 0;
    }
    latencies.push(performance.now() - startedAt);
  }
  return percentile(latencies, 0.5);
}
