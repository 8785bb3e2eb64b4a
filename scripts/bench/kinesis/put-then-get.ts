import { percentile } from '../figure.ts';
import type { Job } from './job.ts';
import { onOwnStream } from './jobs.ts';
import { call } from '../../program/raw-calls.ts';
import { RawClient } from '../../program/raw-client.ts';

const RECORDS = 400;

/** So that neither server nor client is measured before its code has been compiled. */
const WARM_UP = 2_000;

const recordOf = (stream: string, number: number) => ({
  StreamName: stream,
  PartitionKey: `key-${number}`,
  Data: 'aGVsbG8=',
});

/** From the put of one record until a GetRecords has it, on two connections; p50 in ms. */
export const putThenGet = (job: Job): Promise<number> =>
  onOwnStream({ ...job, shards: 1 }, async (stream) => {
    const writer = new RawClient(job.port);
    const reader = new RawClient(job.port);
    let { ShardIterator } = await call<{ readonly ShardIterator: string }>(
      reader,
      'GetShardIterator',
      { StreamName: stream, ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' },
    );
    const latencies: number[] = [];
    for (let number = 0; number < WARM_UP + RECORDS; number++) {
      const startedAt = performance.now();
      await call(writer, 'PutRecord', recordOf(stream, number));
      for (let isThere = false; !isThere;) {
        const page: { readonly Records: readonly object[]; readonly NextShardIterator: string } =
          await call(reader, 'GetRecords', { ShardIterator });
        ShardIterator = page.NextShardIterator;
        isThere = page.Records.length > 0;
      }
      latencies.push(performance.now() - startedAt);
    }
    return percentile(latencies.slice(WARM_UP), 0.5);
  });

/** From one PutRecord to its answer; p50 in ms. */
export const putOne = (job: Job): Promise<number> =>
  onOwnStream({ ...job, shards: 1 }, async (stream) => {
    const writer = new RawClient(job.port);
    const latencies: number[] = [];
    for (let number = 0; number < WARM_UP + RECORDS; number++) {
      const startedAt = performance.now();
      await call(writer, 'PutRecord', recordOf(stream, number));
      latencies.push(performance.now() - startedAt);
    }
    return percentile(latencies.slice(WARM_UP), 0.5);
  });
