import assert from 'node:assert/strict';
import fc from 'fast-check';
import { STREAM, type Answer, type EmulatorUnderTest } from './emulator-under-test.ts';
import {
  ITERATOR_LIFE_MS,
  type ModelShard,
  type ReferenceModel,
  type StartAt,
} from './reference-model.ts';

/** The model, and the iterators that a run has taken and may still use. */
export interface Expected {
  readonly model: ReferenceModel;
  readonly iterators: {
    readonly text: string;
    readonly shard: ModelShard;
    readonly from: number;
    readonly takenAt: number;
  }[];
}

type Command = fc.AsyncCommand<Expected, EmulatorUnderTest>;

const idOf = (number: number): string => `shardId-${String(number).padStart(12, '0')}`;
const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % items.length];
const textOf = ({ Data }: { readonly Data: string }): string =>
  Buffer.from(Data, 'base64').toString();

const command = (
  name: string,
  run: (expected: Expected, real: EmulatorUnderTest) => Promise<void>,
): Command => ({ check: () => true, run, toString: () => name });

/** Puts a record to whichever shard owns the key. */
const put = (hashKey: bigint, text: string): Command =>
  command(`put(${hashKey}, ${text})`, async ({ model }, { call }) => {
    if (model.listed.length === 0) return;
    const shard = model.ownerOf(hashKey);
    const answer = await call('PutRecord', {
      StreamName: STREAM,
      PartitionKey: 'k',
      ExplicitHashKey: hashKey.toString(),
      Data: Buffer.from(text).toString('base64'),
    });
    assert.equal(answer.ShardId, idOf(shard.number));
    const { SequenceNumber = '' } = answer;
    const before = shard.records.at(-1)?.sequenceNumber;
    if (before) assert.ok(BigInt(SequenceNumber) > BigInt(before));
    model.put(shard, text, SequenceNumber);
  });

/** Takes an iterator; some later command reads from it. */
const take = (n: number, how: number, which: number): Command =>
  command(`take(${n}, ${how}, ${which})`, async ({ model, iterators }, { call }) => {
    const shard = pick(model.shards, n) as ModelShard;
    const at = startAt(model, shard, how, which);
    const answer = await call('GetShardIterator', {
      StreamName: STREAM,
      ShardId: idOf(shard.number),
      ShardIteratorType: at.type,
      ...('instant' in at && { Timestamp: at.instant / 1_000 }),
      ...('record' in at && {
        StartingSequenceNumber: shard.records[at.record]?.sequenceNumber,
      }),
    });
    if (model.now < shard.listedAt) {
      assert.equal(answer.error, 'ResourceNotFoundException');
    } else if (model.listed.includes(shard)) {
      assert.equal(answer.error, undefined);
      const from = model.start(shard, at);
      iterators.push({ text: answer.ShardIterator ?? '', shard, from, takenAt: model.now });
    }
  });

function startAt(model: ReferenceModel, shard: ModelShard, how: number, which: number): StartAt {
  const trimmed = model.trimmed(shard);
  const kept = shard.records.length - trimmed;
  if (how < 2 || kept === 0) return { type: how === 0 ? 'LATEST' : 'TRIM_HORIZON' };
  const record = trimmed + (which % kept);
  if (how === 2) return { type: 'AT_SEQUENCE_NUMBER', record };
  if (how === 3) return { type: 'AFTER_SEQUENCE_NUMBER', record };
  const at = shard.records[record]?.at ?? 0;
  return { type: 'AT_TIMESTAMP', instant: Math.min(at + (which % 3) - 1, model.now) };
}

/** Reads from an iterator that was taken before, and keeps the next one. */
const read = (n: number, limit: number): Command =>
  command(`read(${n}, ${limit})`, async ({ model, iterators }, { call }) => {
    // The newest first: older ones have often expired.
    const taken = pick(iterators.toReversed(), n);
    if (!taken) return;
    const { shard, text } = taken;
    const answer = await call('GetRecords', { ShardIterator: text, Limit: limit });
    if (model.now - taken.takenAt > ITERATOR_LIFE_MS) {
      assert.equal(answer.error, 'ExpiredIteratorException');
      return;
    }
    if (!model.listed.includes(shard)) return;
    const from = Math.max(taken.from, model.trimmed(shard));
    const due = shard.records.slice(from, from + limit);
    assert.deepEqual(
      answer.Records?.map(textOf),
      due.map((record) => record.text),
    );
    assert.deepEqual(
      answer.Records?.map(({ SequenceNumber }) => SequenceNumber),
      due.map(({ sequenceNumber }) => sequenceNumber),
    );
    const next = from + due.length;
    const unread = shard.records[next];
    assert.equal(answer.MillisBehindLatest, unread ? model.now - unread.at : 0);
    checkEnd(shard, answer, due.length === 0 && model.isOver(shard, next));
    const { NextShardIterator } = answer;
    if (NextShardIterator === undefined) return;
    assert.notEqual(NextShardIterator, text);
    iterators.push({ text: NextShardIterator, shard, from: next, takenAt: model.now });
  });

function checkEnd(shard: ModelShard, answer: Answer, isEnd: boolean): void {
  assert.equal(answer.NextShardIterator === undefined, isEnd);
  const children = isEnd ? shard.closing?.children.map((child) => idOf(child)) : undefined;
  assert.deepEqual(
    answer.ChildShards?.map(({ ShardId }) => ShardId),
    children,
  );
}

const split = (n: number, share: bigint): Command =>
  command(`split(${n}, ${share})`, async ({ model }, { call }) => {
    const shard = pick(model.listed, n);
    if (!shard) return;
    const at = shard.low + ((shard.high - shard.low) * share) / 100n;
    const { error } = await call('SplitShard', {
      StreamName: STREAM,
      ShardToSplit: idOf(shard.number),
      NewStartingHashKey: at.toString(),
    });
    if (!model.isActive) assert.equal(error, 'ResourceInUseException');
    else if (!model.open.includes(shard)) assert.equal(error, 'InvalidArgumentException');
    else if (at <= shard.low + 1n || at >= shard.high) {
      assert.equal(error, 'InvalidArgumentException');
    } else {
      assert.equal(error, undefined);
      model.reshard(
        [shard],
        [
          [shard.low, at - 1n],
          [at, shard.high],
        ],
      );
    }
  });

const merge = (n: number, m: number): Command =>
  command(`merge(${n}, ${m})`, async ({ model }, { call }) => {
    const [one, other] = [pick(model.listed, n), pick(model.listed, m)];
    if (!one || !other) return;
    const { error } = await call('MergeShards', {
      StreamName: STREAM,
      ShardToMerge: idOf(one.number),
      AdjacentShardToMerge: idOf(other.number),
    });
    const [low, high] = one.low <= other.low ? [one, other] : [other, one];
    const areOpen = model.open.includes(one) && model.open.includes(other);
    if (!model.isActive) assert.equal(error, 'ResourceInUseException');
    else if (!areOpen || low.high + 1n !== high.low)
      assert.equal(error, 'InvalidArgumentException');
    else {
      assert.equal(error, undefined);
      model.reshard([one, other], [[low.low, high.high]]);
    }
  });

const list = (): Command =>
  command('list()', async ({ model }, { call }) => {
    const { Shards, error } = await call('ListShards', { StreamName: STREAM });
    if (model.now < (model.shards[0]?.listedAt ?? 0)) {
      assert.equal(error, 'ResourceInUseException');
      return;
    }
    assert.deepEqual(
      Shards?.map((shard) => [
        shard.ShardId,
        [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined),
        shard.HashKeyRange.StartingHashKey,
        shard.HashKeyRange.EndingHashKey,
        shard.SequenceNumberRange.EndingSequenceNumber !== undefined,
      ]),
      model.listed.map(({ number, parents, low, high, closing }) => [
        idOf(number),
        parents.map((parent) => idOf(parent)),
        low.toString(),
        high.toString(),
        closing !== undefined && model.now >= closing.listedAt,
      ]),
    );
  });

const pass = (ms: number): Command =>
  command(`pass(${ms})`, async ({ model }, { moveTo }) => {
    model.now += ms;
    moveTo(model.now);
  });

const retain = (hours: number): Command =>
  command(`retain(${hours})`, async ({ model }, { call }) => {
    const verb = hours >= model.retentionHours ? 'Increase' : 'Decrease';
    const request = { StreamName: STREAM, RetentionPeriodHours: hours };
    const { error } = await call(`${verb}StreamRetentionPeriod`, request);
    assert.equal(error, model.isActive ? undefined : 'ResourceInUseException');
    if (model.isActive) model.retain(hours);
  });

const small = fc.nat({ max: 99 });
const hashKey = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.constant(0n));
const steps = fc.oneof(
  { weight: 5, arbitrary: fc.nat({ max: 2_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(ITERATOR_LIFE_MS, ITERATOR_LIFE_MS + 1) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 13 }).map((hours) => hours * 3_600_000) },
);

/** Twice as many puts and reads as anything else. */
export const commands = fc.commands(
  [
    fc.tuple(hashKey, fc.string({ maxLength: 4 })).map(([key, text]) => put(key, text)),
    fc.tuple(hashKey, fc.string({ maxLength: 4 })).map(([key, text]) => put(key, text)),
    fc.tuple(small, fc.nat({ max: 4 }), small).map((numbers) => take(...numbers)),
    fc.tuple(small, fc.integer({ min: 1, max: 5 })).map((numbers) => read(...numbers)),
    fc.tuple(small, fc.integer({ min: 1, max: 5 })).map((numbers) => read(...numbers)),
    fc.tuple(small, fc.bigInt({ min: 0n, max: 100n })).map((numbers) => split(...numbers)),
    fc.tuple(small, small).map((numbers) => merge(...numbers)),
    fc.constant(list()),
    steps.map((ms) => pass(ms)),
    steps.map((ms) => pass(ms)),
    fc.constantFrom(24, 30, 48).map((hours) => retain(hours)),
  ],
  { maxCommands: 60, size: 'max' },
);
