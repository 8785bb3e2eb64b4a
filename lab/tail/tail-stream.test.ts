import {
  CreateStreamCommand,
  KinesisClient,
  MergeShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '#emulator/index.ts';
import { kinesisClient } from '#runtime/aws.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { tailStream, type TailFrom } from './tail-stream.ts';

const RESHARD_MS = 3_000;
const MIDDLE = String(2n ** 127n);

describe('tailStream', () => {
  it('begins with the oldest record, with what is still to come, or at an instant', async () => {
    const { put, tail, clock } = await givenStream();
    await put('old');
    await clock.advance(10_000);
    const instant = clock.now();
    await put('new');
    const [all, rest, since] = [tail('start'), tail('latest'), tail({ at: instant })];
    await clock.advance(1_000);
    await put('newest');
    await clock.advance(2_000);
    expect(all.texts).toEqual(['old', 'new', 'newest']);
    expect(rest.texts).toEqual(['newest']);
    expect(since.texts).toEqual(['new', 'newest']);
  });

  it('tells the records of all shards in the order of their arrival', async () => {
    const { put, tail, clock } = await givenStream(2);
    for (const [at, hashKey] of ['0', MIDDLE, '1', MIDDLE, '2'].entries()) {
      await put(String(at), hashKey);
      await clock.advance(10);
    }
    const { texts } = tail('start');
    await clock.advance(1_000);
    expect(texts).toEqual(['0', '1', '2', '3', '4']);
  });

  it('goes on with the children of shards that are split and merged', async () => {
    const { kinesis, put, tail, clock } = await givenStream();
    const StreamName = 'events';
    const { texts } = tail('start');
    await put('parent');
    await kinesis.send(
      new SplitShardCommand({
        StreamName,
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: MIDDLE,
      }),
    );
    await clock.advance(RESHARD_MS);
    await put('left', '0');
    await clock.advance(RESHARD_MS);
    await put('right', MIDDLE);
    await kinesis.send(
      new MergeShardsCommand({
        StreamName,
        ShardToMerge: 'shardId-000000000001',
        AdjacentShardToMerge: 'shardId-000000000002',
      }),
    );
    await clock.advance(2 * RESHARD_MS);
    await put('merged');
    await clock.advance(RESHARD_MS);
    expect(texts).toEqual(['parent', 'left', 'right', 'merged']);
    const late = tail('start');
    await clock.advance(4 * RESHARD_MS);
    expect(late.texts).toEqual(['parent', 'left', 'right', 'merged']);
  });

  it('says once that nothing comes, and again after something came', async () => {
    const { put, tail, clock } = await givenStream();
    const { silences } = tail('latest');
    await clock.advance(20_000);
    expect(silences).toEqual([1]);
    await put('something');
    await clock.advance(20_000);
    expect(silences).toEqual([1, 1]);
  });

  it('ends when it is told to', async () => {
    const { tail, clock } = await givenStream();
    const { stop, ended } = tail('latest');
    await clock.advance(1_500);
    stop();
    await ended;
  });
});

async function givenStream(shards = 1) {
  const clock = virtualClock({ isBusy: () => emulator.isBusy() });
  const emulator = createEmulator({
    clock,
    random: seededRandom(7),
    log: silentLog,
    limits: 'off',
  });
  const { requestHandler } = emulator;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const kinesis: KinesisClient = kinesisClient({
    region: 'us-east-1',
    requestHandler,
    credentials,
  });
  onTestFinished(() => emulator.close());
  const StreamName = 'events';
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
  await clock.advance(1_000);

  const put = (text: string, ExplicitHashKey = '0') =>
    kinesis.send(
      new PutRecordCommand({
        StreamName,
        PartitionKey: 'k',
        ExplicitHashKey,
        Data: Buffer.from(text),
      }),
    );
  function tail(from: TailFrom) {
    const texts: string[] = [];
    const silences: number[] = [];
    const stopping = new AbortController();
    onTestFinished(() => stopping.abort());
    const ended = tailStream({
      kinesis,
      stream: StreamName,
      from,
      clock,
      signal: stopping.signal,
      onRecord: ({ data }) => texts.push(Buffer.from(data).toString()),
      onSilence: (open) => silences.push(open),
    });
    return { texts, silences, ended, stop: () => stopping.abort() };
  }
  return { clock, kinesis, put, tail };
}
