import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '#emulator/index.ts';
import { decodeRecord, encodeRecord, type LabRecord } from '#pipeline/record.ts';
import { kinesisClient } from '#runtime/aws.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { createProducer } from './client/producer.ts';
import { earthquakesInput } from './inputs/earthquakes.ts';
import { produce } from './produce.ts';

const RATE = 100;
const RUN_MS = 60_000;

describe('produce, on a stream as AWS has it', () => {
  it('puts a minute of earthquakes on it, each once and each key in order', async () => {
    const { clock, client } = givenKinesis();
    const created = client.send(new CreateStreamCommand({ StreamName: 'quakes', ShardCount: 4 }));
    await clock.advance(10_000);
    await created;

    const producer = createProducer<LabRecord>({
      stream: 'quakes',
      client,
      codec: { encode: encodeRecord, decode: decodeRecord },
      clock,
      random: seededRandom(3),
    });
    const stop = new AbortController();
    const put: LabRecord[] = [];
    const producing = produce({
      input: earthquakesInput({ clock, rate: RATE }),
      producer,
      clock,
      runId: 'run',
      signal: stop.signal,
      onPut: (record) => put.push(record),
    });
    const [result] = await Promise.all([producing, stopAfter(RUN_MS)]);

    // Their rhythm is their own, so that a minute holds about, not exactly, what the rate says.
    expect(result.put).toBeGreaterThan(RATE * 30);
    expect(result).toEqual({ put: put.length, failed: 0, refused: 0 });
    const shards = await readAll(client, 'quakes');
    const stored = shards.flat();
    expect(shards.filter((records) => records.length > 0).length).toBe(4);
    expect(stored.map(({ id }) => id).toSorted()).toEqual(
      Array.from({ length: result.put }, (_, index) => `run-${index}`).toSorted(),
    );
    for (const records of shards) expectOrderPerKey(records);

    async function stopAfter(ms: number): Promise<void> {
      await clock.advance(ms);
      stop.abort();
      await clock.advance(100);
    }
  });
});

function givenKinesis() {
  const busy = { isBusy: (): boolean => false };
  const clock = virtualClock({ isBusy: () => busy.isBusy() });
  const emulator = createEmulator({ clock, random: seededRandom(2), log: silentLog });
  busy.isBusy = emulator.isBusy;
  const client = kinesisClient({
    region: 'us-east-1',
    requestHandler: emulator.requestHandler,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  onTestFinished(async () => {
    client.destroy();
    await emulator.close();
  });
  return { clock, client };
}

async function readAll(client: KinesisClient, StreamName: string): Promise<LabRecord[][]> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }));
  return Promise.all(
    Shards.map(async ({ ShardId }) => {
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
      );
      const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
      return Records.map(({ Data }) => decodeRecord(Data ?? new Uint8Array()));
    }),
  );
}

function expectOrderPerKey(records: readonly LabRecord[]): void {
  const last = new Map<string, number>();
  for (const { id, key } of records) {
    const number = Number(id.slice('run-'.length));
    expect(number).toBeGreaterThan(last.get(key) ?? -1);
    last.set(key, number);
  }
}
