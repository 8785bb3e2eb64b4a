import {
  SubscribeToShardCommand,
  type KinesisClient,
  type SubscribeToShardEvent,
  type SubscribeToShardEventStream,
} from '@aws-sdk/client-kinesis';
import { backoffMs } from '#runtime/retry.ts';
import { ask, NoAnswer, type Asking } from './ask.ts';
import { isSuspect, isTransient, nameOf } from './aws-errors.ts';
import type { MemoryBudget } from './memory-budget.ts';
import {
  knownChildren,
  rawRecord,
  sizeOf,
  startingPosition,
  type Chunk,
  type Position,
  type ShardSource,
} from './shard-source.ts';
import { onAbort, withDeadline } from './wait.ts';

export interface FanOutOptions extends Asking {
  readonly client: KinesisClient;
  readonly shardId: string;
  /** The registered consumer, once it is ACTIVE. */
  readonly consumerArn: () => Promise<string>;
  readonly budget: MemoryBudget;
  /** Called whenever a subscription is active: from here on no record will be missed. */
  readonly onLive: () => void;
}

/** An idle shard sends an empty event about every 5 s; this long without one, the line is dead. */
const SILENCE_MS = 35_000;
/** As on AWS: one SubscribeToShard a second for each consumer and shard. */
const BETWEEN_CALLS_MS = 1_000;
const BACKOFF = { baseMs: 200, maxMs: 10_000 };

/**
 * Is told of records. A subscription lives for five minutes at most; the next one begins where the
 * last event of the one before said that it goes on.
 */
export const fanOutSource = (options: FanOutOptions): ShardSource => ({
  open: (position, signal) => follow(options, position, signal),
});

async function* follow(
  options: FanOutOptions,
  from: Position,
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  const { clock, log } = options;
  let position = from;
  let failures = 0;
  while (!signal.aborted) {
    const calledAt = clock.now();
    let waitMs = 0;
    try {
      for await (const chunk of subscription(options, position, failures, signal)) {
        failures = 0;
        position = positionAfter(chunk, position);
        yield chunk;
        if (chunk.ended) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      waitMs = waitAfter(error, failures, options);
      log.debug('subscription ended', { error: nameOf(error), failures, waitMs });
    }
    const dueAt = Math.max(clock.now() + waitMs, calledAt + BETWEEN_CALLS_MS);
    if (dueAt > clock.now()) await clock.sleep(dueAt - clock.now(), signal);
  }
}

const positionAfter = ({ continuation }: Chunk, before: Position): Position =>
  continuation === undefined ? before : { kind: 'after', sequenceNumber: continuation };

/** Throws what subscribing again would not mend. */
function waitAfter(error: unknown, failures: number, { random }: FanOutOptions): number {
  // The call that comes 5 s after a successful one wins. Waiting longer each time would lose to it.
  if (nameOf(error) === 'ResourceInUseException') return BETWEEN_CALLS_MS + random.int(0, 1_000);
  if (isSuspect(error) || !isTransient(error)) throw error;
  return backoffMs(failures, BACKOFF, random);
}

/** One subscription, from its call to its end. */
async function* subscription(
  options: FanOutOptions,
  position: Position,
  failures: number,
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  const life = new AbortController();
  const unlink = onAbort(signal, () => life.abort());
  try {
    const events = await subscribe(options, position, failures, life);
    if (signal.aborted) return;
    options.onLive();
    const iterator = events[Symbol.asyncIterator]();
    try {
      while (!signal.aborted) {
        const room = await options.budget.hold(0, signal);
        if (!room) return;
        // The clock of silence runs only while we wait: a slow handler is no fault of the line.
        const next = await listen(iterator, options, failures, signal);
        if (next.done === true) return;
        const event = eventOf(next.value);
        if (!event) continue;
        const chunk = chunkOf(event, options.clock.now());
        room.resize(sizeOf(chunk.records));
        yield { ...chunk, release: room.release };
        if (chunk.ended) return;
      }
    } finally {
      // Not awaited: a stream that hangs would hang us too, and the signal closes it anyway.
      iterator.return?.().catch(ignore);
    }
  } finally {
    unlink();
    life.abort();
  }
}

async function subscribe(
  options: FanOutOptions,
  position: Position,
  failures: number,
  life: AbortController,
): Promise<AsyncIterable<SubscribeToShardEventStream>> {
  const command = new SubscribeToShardCommand({
    ConsumerARN: await options.consumerArn(),
    ShardId: options.shardId,
    StartingPosition: startingPosition(position),
  });
  // The signal must outlive the answer, for it is what closes the stream of events.
  const call = () => options.client.send(command, { abortSignal: life.signal });
  const { EventStream } = await ask(call, options, life.signal, failures);
  if (!EventStream) throw new Error('SubscribeToShard gave no stream of events');
  return EventStream;
}

const listen = (
  iterator: AsyncIterator<SubscribeToShardEventStream>,
  { clock }: FanOutOptions,
  failures: number,
  signal: AbortSignal,
): Promise<IteratorResult<SubscribeToShardEventStream>> =>
  withDeadline(
    () => iterator.next(),
    { clock, ms: SILENCE_MS * 2 ** Math.min(failures, 4), signal },
    () => new NoAnswer(`no event within ${SILENCE_MS} ms`),
  );

/** Throws the error that AWS sent as an event. */
function eventOf(message: SubscribeToShardEventStream): SubscribeToShardEvent | undefined {
  if (message.SubscribeToShardEvent) return message.SubscribeToShardEvent;
  const error: unknown = Object.values(message).find((value) => value instanceof Error);
  if (error instanceof Error) throw error;
  return undefined;
}

const chunkOf = (event: SubscribeToShardEvent, receivedAt: number): Omit<Chunk, 'release'> => ({
  records: (event.Records ?? []).map(rawRecord),
  continuation: event.ContinuationSequenceNumber ?? undefined,
  millisBehind: event.MillisBehindLatest ?? 0,
  childShards: knownChildren(event.ChildShards),
  ended: (event.ContinuationSequenceNumber ?? undefined) === undefined,
  receivedAt,
});

const ignore = (): void => {};
