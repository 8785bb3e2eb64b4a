import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DataFolder } from '../store/data-folder.ts';
import { KINESIS_DELAYS, type KinesisDelays } from './delays.ts';
import { lastInstant } from './journal-keeper.ts';
import {
  base64,
  givenKinesis,
  iterator,
  put,
  START,
  STREAM,
  STREAM_ARN,
  textOf,
} from './given-kinesis.test-support.ts';

function givenFolder(): DataFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-kinesis-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { fsync: false, sub: () => folder, release: () => {} };
}

/** A process on the folder, which begins `hours` after the start and ends without saying so. */
const open = (folder: DataFolder, hours = 0, delays: KinesisDelays = KINESIS_DELAYS.fast) =>
  givenKinesis({ folder, delays, start: new Date(START + hours * 3_600_000).toISOString() });

type Opened = ReturnType<typeof open>;

async function everythingIn(opened: Opened): Promise<unknown> {
  const { call } = opened;
  const { Shards } = await call('ListShards', { StreamName: STREAM });
  const records = await Promise.all(
    Shards.map(async ({ ShardId }) => {
      const ShardIterator = await iterator(opened, { ShardId });
      return (await call('GetRecords', { ShardIterator })).Records;
    }),
  );
  return {
    Shards,
    records,
    summary: await call('DescribeStreamSummary', { StreamName: STREAM }),
    consumers: await call('ListStreamConsumers', { StreamARN: STREAM_ARN }),
    tags: await call('ListTagsForStream', { StreamName: STREAM }),
  };
}

/** A stream that was split, with a consumer, tags and records in every shard. */
async function givenHistory(folder: DataFolder): Promise<Opened> {
  const opened = open(folder);
  const { call, clock } = opened;
  await call('CreateStream', { StreamName: 'gone', ShardCount: 1 });
  await call('CreateStream', { StreamName: STREAM, ShardCount: 1 });
  await clock.advance(100);
  await call('PutRecord', { StreamName: 'gone', PartitionKey: 'k', Data: '' });
  await put(opened, 'first');
  await call('AddTagsToStream', { StreamName: STREAM, Tags: { colour: 'blue' } });
  await call('RegisterStreamConsumer', { StreamARN: STREAM_ARN, ConsumerName: 'angler' });
  await call('DeleteStream', { StreamName: 'gone' });
  const half = String(2n ** 127n);
  await call('SplitShard', { StreamName: STREAM, ShardToSplit: '0', NewStartingHashKey: half });
  await clock.advance(3_000);
  await put(opened, 'second', { ExplicitHashKey: '1' });
  const Records = ['\u00fc', 'b"\\'].map((key) => ({ PartitionKey: key, Data: base64(key) }));
  await call('PutRecords', { StreamName: STREAM, Records });
  return opened;
}

/** A stream that was deleted, made again under its name as soon as that was free, and scaled. */
async function givenScaledTwice(opened: Opened): Promise<void> {
  const { call, clock } = opened;
  const becomes = async (status: string): Promise<void> => {
    const { StreamDescriptionSummary } = await call('DescribeStreamSummary', {
      StreamName: STREAM,
    });
    if (StreamDescriptionSummary['StreamStatus'] === status) return;
    await clock.advance(50);
    await becomes(status);
  };
  await call('CreateStream', { StreamName: STREAM, ShardCount: 3 });
  await becomes('ACTIVE');
  await call('DeleteStream', { StreamName: STREAM });
  while ((await call('ListStreams')).StreamNames.length > 0) await clock.advance(50);
  await call('CreateStream', { StreamName: STREAM, ShardCount: 1 });
  await becomes('ACTIVE');
  for (const TargetShardCount of [2, 3]) {
    const ScalingType = 'UNIFORM_SCALING';
    await call('UpdateShardCount', { StreamName: STREAM, TargetShardCount, ScalingType });
    await becomes('ACTIVE');
    await clock.advance(2_000);
    await put(opened, String(TargetShardCount));
  }
}

describe('keptKinesis', () => {
  it('is the same again after the process has ended without saying so', async () => {
    const folder = givenFolder();
    const before = await everythingIn(await givenHistory(folder));
    expect(await everythingIn(open(folder, 1))).toEqual(before);
    expect(await everythingIn(open(folder, 2))).toEqual(before);
  });

  it.each([
    [KINESIS_DELAYS.aws, KINESIS_DELAYS.fast],
    [KINESIS_DELAYS.fast, KINESIS_DELAYS.aws],
  ])('is the same again with other delays than those it was made with', async (made, opened) => {
    const folder = givenFolder();
    const first = open(folder, 0, made);
    await givenScaledTwice(first);
    const before = await everythingIn(first);
    expect(await everythingIn(open(folder, 1, opened))).toEqual(before);
    expect(await everythingIn(open(folder, 2, made))).toEqual(before);
  });

  it('goes on with sequence numbers, iterators and names where it was', async () => {
    const folder = givenFolder();
    const first = await givenHistory(folder);
    const ShardIterator = await iterator(first, { ShardId: '1', ShardIteratorType: 'LATEST' });
    const { SequenceNumber } = await put(first, 'last', { ExplicitHashKey: '1' });

    const second = open(folder, 0.05);
    const next = await put(second, 'next', { ExplicitHashKey: '1' });
    expect(next.SequenceNumber > SequenceNumber).toBe(true);
    expect((await second.call('GetRecords', { ShardIterator })).Records.map(textOf)).toEqual([
      'last',
      'next',
    ]);
    expect(await second.refusal('CreateStream', { StreamName: STREAM, ShardCount: 1 })).toContain(
      'already exists',
    );
    expect((await second.call('ListStreams')).StreamNames).toEqual([STREAM]);
  });

  it('tells until when its past goes, so that no later process begins before it', async () => {
    const folder = givenFolder();
    expect(lastInstant(folder)).toBe(0);
    const opened = await givenHistory(folder);
    expect(lastInstant(folder)).toBe(opened.clock.now());
    await opened.clock.advance(500);
    await opened.call('RemoveTagsFromStream', { StreamName: STREAM, TagKeys: ['colour'] });
    expect(lastInstant(folder)).toBe(opened.clock.now());
  });

  it('does not show a record that is not kept yet', async () => {
    const opened = open(givenFolder());
    await opened.call('CreateStream', { StreamName: STREAM, ShardCount: 1 });
    await opened.clock.advance(100);
    const ShardIterator = await iterator(opened);
    const putting = put(opened, 'soon');
    expect((await opened.call('GetRecords', { ShardIterator })).Records).toEqual([]);
    await putting;
    expect((await opened.call('GetRecords', { ShardIterator })).Records.map(textOf)).toEqual([
      'soon',
    ]);
  });

  it('has a prefix of each shard when its last segment is cut off anywhere', async () => {
    const folder = givenFolder();
    const first = await givenHistory(folder);
    for (let n = 0; n < 10; n++) await put(first, String(n), { ExplicitHashKey: '1' });
    const file = path.join(folder.sub(''), '00000001.log');
    const whole = `${file}.whole`;
    copyFileSync(file, whole);
    const { size } = statSync(file);
    const seen: string[] = [];
    for (let cut = 0; cut < 2_400; cut += 101) {
      copyFileSync(whole, file);
      truncateSync(file, size - cut);
      const opened = open(folder, 0.05);
      const ShardIterator = await iterator(opened, { ShardId: '1' });
      const { Records } = await opened.call('GetRecords', { ShardIterator });
      const numbers = Records.map(textOf).filter((text) => text.length === 1 && text !== '\u00fc');
      expect(numbers).toEqual([...numbers.keys()].map(String));
      seen.push(numbers.join(''));
      await opened.close();
    }
    expect(seen[0]).toBe('0123456789');
    expect(new Set(seen).size).toBeGreaterThan(5);
    expect(readdirSync(folder.sub(''))).toContain('00000001.log');
  });
});
