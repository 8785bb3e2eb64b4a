import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  MergeShardsCommand,
} from '@aws-sdk/client-kinesis';
import { DeleteDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import { decodeRecord } from '#pipeline/record.ts';
import { splitRecords } from '#pipeline/split-records.ts';
import { keysIn, textOf } from '../../tests/support/objects.ts';
import { scriptedInput, steadily } from '../../tests/support/scripted-input.ts';
import { LOCAL_CREDENTIALS } from '../environment.ts';
import { runFirehoseService } from './firehose-service.ts';
import { givenServices } from './given-services.test-support.ts';
import { runProducerService } from './producer-service.ts';

const INTERVAL_MS = 10_000;

/** The lab with our Firehose outside of it: its own delivery stream is taken away. */
async function givenOutsideFirehose() {
  const given = await givenServices({ topology: { bufferSeconds: INTERVAL_MS / 1_000 } });
  const { lab } = given;
  const { deliveryStream, bucket } = lab.topology;
  await lab.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: deliveryStream }));
  await lab.advance(200);
  const { requestHandler } = lab;
  const region = 'us-east-1';
  const connection = { region, requestHandler, credentials: LOCAL_CREDENTIALS };
  const target = { region, kinesis: connection, s3: connection };

  return {
    ...given,
    /** One more process of it; `stop` ends it. */
    start: async () => {
      const end = new AbortController();
      const running = runFirehoseService(given.scope(end), {
        target,
        host: '127.0.0.1',
        port: 0,
      });
      running.catch(() => {});
      await lab.advance(500);
      return async () => {
        end.abort();
        await given.until(running);
      };
    },
    produce: (count: number, everyMs: number) => {
      const scope = given.scope();
      const ready = { send: () => Promise.resolve(ACTIVE) } as unknown as typeof lab.firehose;
      return runProducerService(
        { ...scope, firehose: ready },
        scriptedInput(steadily(count, everyMs)),
      );
    },
    idsInBucket: async (): Promise<string[]> => {
      const texts = await Promise.all(
        (await keysIn(lab.s3, bucket)).map((key) => textOf(lab.s3, bucket, key)),
      );
      return texts.flatMap((text) =>
        [...splitRecords(Buffer.from(text))].map((piece) => decodeRecord(piece).id),
      );
    },
  };
}

const ACTIVE = { DeliveryStreamDescription: { DeliveryStreamStatus: 'ACTIVE' } };

describe('Firehose as a process of its own', () => {
  it('delivers at the interval, and not before', async () => {
    const { lab, start, produce, until, idsInBucket } = await givenOutsideFirehose();
    const stop = await start();
    await until(produce(1, 0));
    await lab.advance(INTERVAL_MS - 1_000);
    expect(await idsInBucket()).toEqual([]);
    await lab.advance(2_000);
    expect(await idsInBucket()).toHaveLength(1);
    await stop();
  });

  it('goes on after a restart with a part-filled buffer, and loses and repeats nothing', async () => {
    const { lab, start, produce, until, idsInBucket } = await givenOutsideFirehose();
    const stop = await start();
    const producing = produce(150, 200);
    await lab.advance(16_000);
    expect((await idsInBucket()).length).toBeGreaterThan(0);
    await stop();
    const before = (await idsInBucket()).length;
    await lab.advance(5_000);
    const stopAgain = await start();
    await until(producing);
    await lab.advance(2 * INTERVAL_MS + 2_000);
    const ids = await idsInBucket();
    expect(before).toBeLessThan(150);
    expect(ids).toHaveLength(150);
    expect(new Set(ids).size).toBe(150);
    await stopAgain();
  });

  it('goes on with the children of shards that ended while it was away', async () => {
    const { lab, start, produce, until, idsInBucket } = await givenOutsideFirehose();
    const { kinesis, topology } = lab;
    const stop = await start();
    const producing = produce(60, 500);
    await lab.advance(13_000);
    await stop();
    const { Shards: shards = [] } = await kinesis.send(
      new ListShardsCommand({ StreamName: topology.stream }),
    );
    const [first, second] = shards.map(({ ShardId }) => ShardId);
    await kinesis.send(
      new MergeShardsCommand({
        StreamName: topology.stream,
        ShardToMerge: first,
        AdjacentShardToMerge: second,
      }),
    );
    await lab.advance(5_000);
    const stopAgain = await start();
    await until(producing);
    await lab.advance(2 * INTERVAL_MS + 2_000);
    const ids = await idsInBucket();
    expect(new Set(ids).size).toBe(60);
    expect(ids).toHaveLength(60);
    await stopAgain();
  });

  it('reads a stream that took its name from the beginning', async () => {
    const { lab, start, produce, until, idsInBucket, recreateStream, events } =
      await givenOutsideFirehose();
    const stop = await start();
    const producing = produce(100, 200);
    await lab.advance(5_000);
    await recreateStream();
    await until(producing);
    await lab.advance(2 * INTERVAL_MS);
    const { Shards: [shard] = [] } = await lab.kinesis.send(
      new ListShardsCommand({ StreamName: lab.topology.stream }),
    );
    const { ShardIterator } = await lab.kinesis.send(
      new GetShardIteratorCommand({
        StreamName: lab.topology.stream,
        ShardId: shard?.ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records = [] } = await lab.kinesis.send(new GetRecordsCommand({ ShardIterator }));
    const onStream = Records.map(({ Data }) => decodeRecord(Data ?? new Uint8Array()).id);
    expect(onStream.length).toBeGreaterThan(50);
    expect(await idsInBucket()).toEqual(expect.arrayContaining(onStream));
    expect(events.map(({ event }) => event)).toContain('source recreated');
    await stop();
  });
});
