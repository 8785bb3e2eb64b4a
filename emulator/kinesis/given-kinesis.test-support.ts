import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock, type VirtualClock } from '#runtime/virtual-clock.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { WireResponse } from '../wire/http.ts';
import type { Metric } from './limits/metrics.ts';
import { createKinesis, type KinesisOptions } from './service.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
export const START = Date.parse('2026-01-01T00:00:00.000Z');
export const STREAM = 'rivers';
export const STREAM_ARN = `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${STREAM}`;

/** How long each change takes by default. */
export const CHANGE_MS = 50;

export interface HashKeyRange {
  readonly StartingHashKey: string;
  readonly EndingHashKey: string;
}

/** The members of all answers that the tests look at; which of them are there depends on the call. */
export interface Answer {
  readonly Shards: readonly {
    readonly ShardId: string;
    readonly ParentShardId?: string;
    readonly AdjacentParentShardId?: string;
    readonly HashKeyRange: HashKeyRange;
    readonly SequenceNumberRange: {
      readonly StartingSequenceNumber: string;
      readonly EndingSequenceNumber?: string;
    };
  }[];
  readonly Records: readonly {
    readonly ShardId: string;
    readonly SequenceNumber: string;
    readonly ApproximateArrivalTimestamp: number;
    readonly Data: string;
    readonly PartitionKey: string;
  }[];
  readonly StreamDescription: {
    readonly StreamStatus: string;
    readonly Shards: Answer['Shards'];
    readonly HasMoreShards: boolean;
  };
  readonly StreamDescriptionSummary: Readonly<Record<string, unknown>>;
  readonly StreamNames: readonly string[];
  readonly NextToken: string;
  readonly ShardId: string;
  readonly SequenceNumber: string;
  readonly ShardIterator: string;
  readonly NextShardIterator: string;
  readonly MillisBehindLatest: number;
  readonly ChildShards: readonly { readonly ShardId: string }[];
  readonly ContinuationSequenceNumber: string;
  readonly Consumer: { readonly ConsumerARN: string; readonly ConsumerStatus: string };
  readonly Consumers: readonly { readonly ConsumerName: string }[];
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly Policy: string;
  readonly DesiredShardLevelMetrics: readonly string[];
}

export interface PushedEvent {
  readonly at: number;
  /** The event's or the exception's type. */
  readonly type: string;
  readonly payload: Answer;
}

export interface Pushed {
  readonly events: readonly PushedEvent[];
  readonly hasEnded: () => boolean;
  readonly leave: () => void;
}

export interface GivenKinesis {
  readonly clock: VirtualClock;
  /** The output of a call that succeeds. */
  readonly call: (operation: string, input?: object) => Promise<Answer>;
  /** `CODE: message` of a call that is refused. */
  readonly refusal: (operation: string, input?: object) => Promise<string>;
  /** The status and the body of any call, as text. */
  readonly send: (operation: string, input?: object) => Promise<{ status: number; text: string }>;
  /** Subscribes the consumer to the shard, and reads on until it has ended. */
  readonly subscribe: (input: object) => Promise<Pushed>;
  readonly close: () => Promise<void>;
  readonly metrics: () => readonly Metric[];
}

export interface GivenOptions extends Pick<KinesisOptions, 'hasLimits' | 'delays' | 'memoryBytes'> {
  readonly region?: string;
  /** In ISO 8601. */
  readonly start?: string;
  readonly folder?: DataFolder;
}

/**
 * The service by itself on a virtual clock, with nothing in it but what its folder holds. Without
 * limits, because most tests do at one instant what takes AWS's users a while.
 */
export function givenKinesis(given: GivenOptions = {}): GivenKinesis {
  const { region = REGION, hasLimits = false, delays = {}, folder, memoryBytes } = given;
  const clock = virtualClock({ start: given.start ?? new Date(START).toISOString() });
  const random = seededRandom(7);
  const options = { clock, log: silentLog, random, region, account: ACCOUNT, hasLimits, delays };
  const { json, close, metrics } = createKinesis({ ...options, folder, memoryBytes });

  const handle = (operation: string, input: object, signal: AbortSignal): Promise<WireResponse> =>
    json.handle(
      {
        method: 'POST',
        path: '/',
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(JSON.stringify(input)),
        signal,
      },
      operation,
      '00000000-0000-4000-8000-000000000000',
    );

  const send: GivenKinesis['send'] = async (operation, input = {}) => {
    const { status, body } = await handle(operation, input, new AbortController().signal);
    if (!(body instanceof Uint8Array)) throw new TypeError('pushed');
    return { status, text: Buffer.from(body).toString() };
  };

  return {
    clock,
    close,
    metrics,
    send,
    call: async (operation, input) => {
      const { status, text } = await send(operation, input);
      if (status !== 200) throw new Error(`${operation}: ${text}`);
      return JSON.parse(text === '' ? '{}' : text) as Answer;
    },
    refusal: async (operation, input) => {
      const { status, text } = await send(operation, input);
      if (status === 200) throw new Error(`${operation} succeeded: ${text}`);
      const { __type, message } = JSON.parse(text) as { __type: string; message: string };
      return `${__type}: ${message}`;
    },
    subscribe: async (input) => {
      const left = new AbortController();
      const { body } = await handle('SubscribeToShard', input, left.signal);
      if (body instanceof Uint8Array) throw new Error(Buffer.from(body).toString());
      return follow(body, clock, left);
    },
  };
}

/** The service with one stream that is ACTIVE, 60 ms after the start. */
export async function givenStream({
  shards = 1,
  ...options
}: Parameters<typeof givenKinesis>[0] & { shards?: number } = {}): Promise<GivenKinesis> {
  const given = givenKinesis(options);
  await given.call('CreateStream', { StreamName: STREAM, ShardCount: shards });
  await given.clock.advance(CHANGE_MS + 10);
  return given;
}

/** That, with one consumer that is ACTIVE; gives its ARN too. */
export async function givenConsumer({ shards = 1, hasLimits = false } = {}): Promise<
  GivenKinesis & { readonly consumerArn: string }
> {
  const given = await givenStream({ shards, hasLimits });
  const request = { StreamARN: STREAM_ARN, ConsumerName: 'angler' };
  const { Consumer } = await given.call('RegisterStreamConsumer', request);
  await given.clock.advance(CHANGE_MS);
  return { ...given, consumerArn: Consumer.ConsumerARN };
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const textOf = ({ Data }: { readonly Data: string }): string =>
  Buffer.from(Data, 'base64').toString();

/** Puts one record, by default to the stream's first shard. */
export const put = (
  { call }: GivenKinesis,
  text: string,
  more: object = { ExplicitHashKey: '0' },
): Promise<Answer> =>
  call('PutRecord', { StreamName: STREAM, PartitionKey: 'k', Data: base64(text), ...more });

/** An iterator of a shard, by default the first one from its oldest record on. */
export async function iterator({ call }: GivenKinesis, more: object = {}): Promise<string> {
  const { ShardIterator } = await call('GetShardIterator', {
    StreamName: STREAM,
    ShardId: '0',
    ShardIteratorType: 'TRIM_HORIZON',
    ...more,
  });
  return ShardIterator;
}

function follow(
  frames: AsyncIterable<Uint8Array>,
  clock: VirtualClock,
  left: AbortController,
): Pushed {
  const events: PushedEvent[] = [];
  let isOver = false;
  const read = async (): Promise<void> => {
    for await (const frame of frames) events.push({ at: clock.now(), ...parseFrame(frame) });
    isOver = true;
  };
  void read();
  return { events, hasEnded: () => isOver, leave: () => left.abort() };
}

/** The header that names the event's or the exception's type, and the payload. */
function parseFrame(frame: Uint8Array): { type: string; payload: Answer } {
  const bytes = Buffer.from(frame);
  const headersEnd = 12 + bytes.readUInt32BE(4);
  const headers = new Map<string, string>();
  for (let at = 12; at < headersEnd;) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    const valueEnd = nameEnd + 3 + bytes.readUInt16BE(nameEnd + 1);
    headers.set(
      bytes.toString('utf8', at + 1, nameEnd),
      bytes.toString('utf8', nameEnd + 3, valueEnd),
    );
    at = valueEnd;
  }
  const payload = JSON.parse(bytes.toString('utf8', headersEnd, bytes.length - 4)) as Answer;
  return { type: headers.get(':event-type') ?? headers.get(':exception-type') ?? '', payload };
}
