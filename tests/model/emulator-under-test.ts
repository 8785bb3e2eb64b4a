import { createKinesis } from '#emulator/kinesis/service.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { CHANGE_MS } from './reference-model.ts';

export const STREAM = 'rivers';
export const START = Date.parse('2026-01-01T00:00:00.250Z');

/** The members of answers that the comparison looks at. */
export interface Answer {
  readonly error?: string;
  readonly ShardId?: string;
  readonly SequenceNumber?: string;
  readonly ShardIterator?: string;
  readonly NextShardIterator?: string;
  readonly MillisBehindLatest?: number;
  readonly Records?: readonly { readonly Data: string; readonly SequenceNumber: string }[];
  readonly ChildShards?: readonly { readonly ShardId: string }[];
  readonly Shards?: readonly {
    readonly ShardId: string;
    readonly ParentShardId?: string;
    readonly AdjacentParentShardId?: string;
    readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string };
    readonly SequenceNumberRange: { readonly EndingSequenceNumber?: string };
  }[];
}

export interface EmulatorUnderTest {
  readonly call: (operation: string, input: object) => Promise<Answer>;
  readonly moveTo: (instant: number) => void;
  readonly close: () => Promise<void>;
}

/** The emulated service with one stream, on a clock that is set by hand: nothing sleeps here. */
export async function startEmulator(
  shards: number,
  memoryBytes: number,
): Promise<EmulatorUnderTest> {
  let now = START;
  const { json, close } = createKinesis({
    clock: { now: () => now, sleep: () => new Promise(() => {}) },
    log: silentLog,
    random: seededRandom(1),
    region: 'us-east-1',
    account: '123456789012',
    delays: { createStreamMs: CHANGE_MS, splitMergeMs: CHANGE_MS },
    hasLimits: false,
    memoryBytes,
  });
  const call: EmulatorUnderTest['call'] = async (operation, input) => {
    const response = await json.handle(
      {
        method: 'POST',
        path: '/',
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(JSON.stringify(input)),
        signal: new AbortController().signal,
      },
      operation,
      '00000000-0000-4000-8000-000000000000',
    );
    const text = Buffer.from(response.body as Uint8Array).toString();
    if (response.status === 200) return JSON.parse(text === '' ? '{}' : text) as Answer;
    const { __type: error } = JSON.parse(text) as { __type: string };
    return { error };
  };
  await call('CreateStream', { StreamName: STREAM, ShardCount: shards });
  return { call, moveTo: (instant) => (now = instant), close };
}
