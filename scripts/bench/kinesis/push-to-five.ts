import {
  KinesisClient,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import { systemClock } from '#runtime/clock.ts';
import { percentile } from '../figure.ts';
import type { Job } from './job.ts';

import { freshStream } from '../../program/raw-calls.ts';
import { RawClient } from '../../program/raw-client.ts';

const CONSUMERS = 5;
const RECORDS = 300;

/** From the put of one record until the last of five consumers has it, over h2c; p50 and p99 in ms. */
export async function pushToFive({ port, stream = 'push' }: Job): Promise<readonly number[]> {
  const raw = new RawClient(port);
  await freshStream(raw, stream, 1);
  raw.close();
  const kinesis = new KinesisClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let waiting = 0;
  let arrived = (): void => {};
  for (let consumer = 0; consumer < CONSUMERS; consumer++) {
    void follow(kinesis, stream, `consumer-${consumer}`, () => {
      waiting -= 1;
      if (waiting === 0) arrived();
    });
    await systemClock.sleep(300);
  }
  const latencies: number[] = [];
  for (let number = 0; number < RECORDS; number++) {
    waiting = CONSUMERS;
    const all = new Promise<void>((resolve) => (arrived = resolve));
    const startedAt = performance.now();
    await kinesis.send(
      new PutRecordCommand({ StreamName: stream, PartitionKey: 'k', Data: Buffer.from('hello') }),
    );
    await all;
    latencies.push(performance.now() - startedAt);
  }
  return [percentile(latencies, 0.5), percentile(latencies, 0.99)];
}

async function follow(
  kinesis: KinesisClient,
  stream: string,
  ConsumerName: string,
  onRecord: () => void,
): Promise<void> {
  const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${stream}`;
  const { Consumer } = await kinesis.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }),
  );
  await systemClock.sleep(100);
  const { EventStream = [] } = await kinesis.send(
    new SubscribeToShardCommand({
      ConsumerARN: Consumer?.ConsumerARN,
      ShardId: 'shardId-000000000000',
      StartingPosition: { Type: 'LATEST' },
    }),
  );
  for await (const { SubscribeToShardEvent: event } of EventStream) {
    for (let record = 0; record < (event?.Records?.length ?? 0); record++) onRecord();
  }
}
