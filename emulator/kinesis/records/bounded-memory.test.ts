import { mkdirSync, mkdtempSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import type { DataFolder } from '../../store/data-folder.ts';
import { KINESIS_DELAYS } from '../delays.ts';
import {
  givenKinesis,
  givenStream,
  iterator,
  put,
  START,
  STREAM,
  type GivenKinesis,
} from '../given-kinesis.test-support.ts';
import { givenMemory } from './given-memory.test-support.ts';
import type { Shard } from '../shard.ts';
import { Kinesis } from '../state.ts';

const MIB = 1_048_576;
const KIB_IN_BASE64 = 'eHh4'.repeat(342);

function givenFolder(): DataFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-memory-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const sub = (name: string): string => {
    mkdirSync(path.join(folder, name), { recursive: true });
    return path.join(folder, name);
  };
  return { fsync: false, sub, release: () => {} };
}

/** Puts calls of so many records of 1 KiB each, numbered by their keys, a second apart. */
async function fill(given: GivenKinesis, calls: number, perCall = 500, from = 0): Promise<void> {
  for (let call = 0; call < calls; call++) {
    const Records = Array.from({ length: perCall }, (_, n) => ({
      Data: KIB_IN_BASE64,
      PartitionKey: String(from + call * perCall + n),
      ExplicitHashKey: '0',
    }));
    await given.call('PutRecords', { StreamName: STREAM, Records });
    await given.clock.advance(1_000);
  }
}

/** The keys of all records from there on, read in calls of at most so many. */
async function keysFrom(given: GivenKinesis, more: object = {}, Limit = 10_000): Promise<number[]> {
  const keys: number[] = [];
  let ShardIterator = await iterator(given, more);
  for (let behind = 1; behind > 0;) {
    const answer = await given.call('GetRecords', { ShardIterator, Limit });
    keys.push(...answer.Records.map(({ PartitionKey }) => Number(PartitionKey)));
    ShardIterator = answer.NextShardIterator;
    behind = answer.MillisBehindLatest;
  }
  return keys;
}

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, n) => from + n);

describe('a Kinesis whose records exceed its memory', () => {
  it('gives all of them to whoever asks, from wherever', async () => {
    const given = await givenStream({ memoryBytes: 16 * MIB });
    const from = given.clock.now();
    await fill(given, 100);
    expect(await keysFrom(given)).toEqual(numbers(0, 50_000));
    expect(await keysFrom(given, {}, 777)).toEqual(numbers(0, 50_000));
    for (const second of [0, 3, 40, 99]) {
      const Timestamp = from / 1_000 + second;
      expect(await keysFrom(given, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp })).toEqual(
        numbers(500 * second, 50_000),
      );
    }
    await given.close();
  });

  it('gives a subscriber all of them', async () => {
    const given = await givenStream({ memoryBytes: MIB });
    await fill(given, 8);
    const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/rivers';
    const request = { StreamARN, ConsumerName: 'angler' };
    const { Consumer } = await given.call('RegisterStreamConsumer', request);
    await given.clock.advance(100);
    const pushed = await given.subscribe({
      ConsumerARN: Consumer.ConsumerARN,
      ShardId: '0',
      StartingPosition: { Type: 'TRIM_HORIZON' },
    });
    await given.clock.advance(10_000);
    pushed.leave();
    const keys = pushed.events.flatMap(({ payload }) =>
      (payload.Records ?? []).map(({ PartitionKey }) => Number(PartitionKey)),
    );
    expect(keys).toEqual(numbers(0, 4_000));
    await given.close();
  });

  it('refuses puts while nothing can leave memory, loses nothing, and takes them again', async () => {
    const folder = givenFolder();
    const given = await givenStream({ memoryBytes: MIB, folder });
    // Where the file is to be stands another one.
    const obstacle = path.join(folder.sub(''), 'spilled');
    writeFileSync(obstacle, '');
    folder.sub('kinesis');
    await fill(given, 2);
    expect(
      await given.send('PutRecord', {
        StreamName: STREAM,
        PartitionKey: 'k',
        Data: '',
      }),
    ).toMatchObject({ status: 500 });
    expect(
      await given.refusal('PutRecords', {
        StreamName: STREAM,
        Records: [{ PartitionKey: 'k', Data: '' }],
      }),
    ).toContain('InternalFailure');
    expect(await keysFrom(given)).toEqual(numbers(0, 1_000));
    rmSync(obstacle);
    await fill(given, 2, 500, 1_000);
    expect(await keysFrom(given)).toEqual(numbers(0, 2_000));
    await given.close();
  });
});

describe('what nobody can read any more', () => {
  /** Two streams, of which the first holds a MiB and all of it has left memory. */
  function givenTwo() {
    let now = START;
    const clock = { now: () => now, sleep: () => new Promise<void>(() => {}) };
    const memory = givenMemory(0);
    const account = { region: 'us-east-1', account: '123456789012' };
    const options = { clock, log: silentLog, random: seededRandom(7), ...account };
    const kinesis = new Kinesis(options, { delays: KINESIS_DELAYS.fast, hasLimits: false, memory });
    const more = { mode: 'PROVISIONED', maxRecordSizeKiB: 1_024, tags: new Map() } as const;
    for (const name of ['full', 'other']) kinesis.createStream({ name, shardCount: 1, ...more });
    now += 1_000;
    const source = Buffer.alloc(100_000, 'x');
    const record = { source, from: 0, to: source.length, sizeBytes: source.length };
    const { records } = kinesis.stream('full').shard(0, now) as Shard;
    for (let n = 0; n < 10; n++) records.append(record, Buffer.from('"'), Buffer.from('",'), now);
    records.publish(records.next);
    kinesis.makeRoom(now);
    expect(memory.spilledBytes).toBeGreaterThan(MIB);
    return { kinesis, memory, pass: (ms: number) => (now += ms) };
  }

  it('leaves its room as soon as its stream is gone and another one is used', () => {
    const { kinesis, memory, pass } = givenTwo();
    kinesis.deleteStream(kinesis.stream('full'));
    kinesis.stream('other');
    expect(memory.spilledBytes).toBeGreaterThan(MIB);
    pass(1_000);
    kinesis.stream('other');
    expect(memory.spilledBytes).toBe(0);
    expect(kinesis.findStream('full')).toBeUndefined();
  });

  it('leaves its room within an hour after it has aged out, though only others are put', () => {
    const { kinesis, memory, pass } = givenTwo();
    kinesis.makeRoom(pass(24 * 3_600_000));
    expect(memory.spilledBytes).toBeGreaterThan(MIB);
    kinesis.makeRoom(pass(3_600_000));
    expect(memory.spilledBytes).toBe(0);
  });
});

describe('a Kinesis whose folder holds more than its memory', () => {
  const open = (folder: DataFolder, hours: number): GivenKinesis =>
    givenKinesis({
      folder,
      memoryBytes: MIB,
      start: new Date(START + hours * 3_600_000).toISOString(),
    });

  it('reads it where it lies, and goes on behind it', async () => {
    const folder = givenFolder();
    const first = await givenStream({ folder });
    await fill(first, 6);
    for (let key = 3_000; key < 3_050; key++) {
      await put(first, 'x'.repeat(100), { PartitionKey: String(key) });
    }
    await fill(first, 1, 500, 3_050);

    const second = open(folder, 1);
    expect(await keysFrom(second)).toEqual(numbers(0, 3_550));
    await fill(second, 3, 500, 3_550);
    expect(await keysFrom(second, {}, 333)).toEqual(numbers(0, 5_050));

    const third = open(folder, 2);
    expect(await keysFrom(third)).toEqual(numbers(0, 5_050));
    const Timestamp = START / 1_000 + 3_601;
    const late = await keysFrom(third, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp });
    expect(late).toEqual(numbers(4_050, 5_050));
    for (const opened of [first, second, third]) await opened.close();
  });

  it('lets a segment shrink only when none of its records is needed', async () => {
    const folder = givenFolder();
    const first = await givenStream({ folder });
    await fill(first, 100);
    await first.close();
    const segment = path.join(folder.sub('kinesis'), '00000001.log');
    const { size } = statSync(segment);

    const second = open(folder, 23.9);
    await fill(second, 100, 500, 50_000);
    expect(statSync(segment).size).toBe(size);
    expect(await keysFrom(second)).toEqual(numbers(0, 100_000));
    await second.clock.advance(3_600_000);
    const inItsWay = `${segment}.new`;
    mkdirSync(inItsWay);
    await fill(second, 100, 500, 100_000);
    expect(statSync(segment).size).toBe(size);
    rmdirSync(inItsWay);
    await fill(second, 100, 500, 150_000);
    expect(await keysFrom(second)).toEqual(numbers(50_000, 200_000));
    await second.close();
    expect(statSync(segment).size).toBeLessThan(10_000);

    const third = open(folder, 25.1);
    expect(await keysFrom(third)).toEqual(numbers(50_000, 200_000));
    await third.close();
  });
});
