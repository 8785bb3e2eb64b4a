import { PutRecordCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { createConsumer } from '#consumers/client/consumer.ts';
import { memoryStore } from '#consumers/client/memory-store.ts';
import { startLab } from '#lab/start-lab.ts';
import { kinesisClient } from '#runtime/aws.ts';
import { percentile, type Figure } from './figure.ts';

const RECORDS = 300;
const BAR_MS = 10;

/** From the call of PutRecord until the handler of a fan-out consumer has the record, one at a time. */
export async function push(): Promise<readonly Figure[]> {
  const lab = await startLab();
  const overHttp = kinesisClient({
    region: 'us-east-1',
    endpoint: lab.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const figures = [
    await measure('in process, as in the lab', lab.kinesis, lab.topology.stream),
    await measure('over HTTP', overHttp, lab.topology.stream),
  ];
  overHttp.destroy();
  await lab.stop();
  return figures;
}

async function measure(how: string, kinesis: KinesisClient, stream: string): Promise<Figure> {
  let arrived: (at: number) => void = () => {};
  const consumer = createConsumer({
    stream,
    group: how.replaceAll(/\W+/g, '-'),
    client: kinesis,
    store: memoryStore(),
    read: 'efo',
    from: 'latest',
  });
  const running = consumer.run({ batch: () => arrived(performance.now()) });
  await consumer.ready();

  const latencies: number[] = [];
  for (let number = 0; number < RECORDS; number++) {
    const received = new Promise<number>((resolve) => (arrived = resolve));
    const putAt = performance.now();
    await kinesis.send(
      new PutRecordCommand({
        StreamName: stream,
        PartitionKey: `key-${number}`,
        Data: Buffer.from('{"amount":12.5}'),
      }),
    );
    latencies.push((await received) - putAt);
  }
  await consumer.close();
  await running;
  const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
  return {
    what: `put to push, one record at a time, ${how}`,
    measured: `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms (n ${RECORDS})`,
    bar: `p50 < ${BAR_MS} ms`,
    isMet: p50 < BAR_MS,
  };
}
