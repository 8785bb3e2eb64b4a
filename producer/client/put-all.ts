import {
  PutRecordsCommand,
  type PutRecordsCommandOutput,
  type PutRecordsResultEntry,
} from '@aws-sdk/client-kinesis';
import { AWAKE, type Clock } from '#runtime/clock.ts';
import type { WireRecord } from './wire-record.ts';
import { classify } from './classify-error.ts';

export type StreamRef = string | { readonly arn: string };

/** The one call this client makes; a `KinesisClient` has it. */
export interface PutsRecords {
  send(
    command: PutRecordsCommand,
    options?: { readonly abortSignal?: AbortSignal },
  ): Promise<PutRecordsCommandOutput>;
}

/** What became of one record of a request. */
export type Answer =
  | { readonly outcome: 'stored'; readonly shardId: string; readonly sequenceNumber: string }
  /** To be tried again. `maybeStored`: there was no answer, so it may be on the stream. */
  | { readonly outcome: 'refused'; readonly error: string; readonly maybeStored: boolean }
  /** Trying again would end the same way. */
  | { readonly outcome: 'rejected'; readonly error: string; readonly cause: unknown };

export interface PutAllOptions {
  readonly client: PutsRecords;
  readonly stream: StreamRef;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Aborted from outside to give the request up, and from here when it times out. */
  readonly abort: AbortController;
}

/**
 * Makes one PutRecords request and says for each record, in order, what became of it. Never throws.
 *
 * As on AWS: a request that is accepted may still refuse single records, in place, with status 200.
 */
export async function putAll(
  records: readonly WireRecord[],
  options: PutAllOptions,
): Promise<readonly Answer[]> {
  try {
    const { Records: results } = await request(records, options);
    if (results?.length !== records.length) return records.map(() => NO_ANSWER);
    return results.map(answerOf);
  } catch (error) {
    const answer = answerToAll(error);
    return records.map(() => answer);
  }
}

async function request(
  records: readonly WireRecord[],
  { client, stream, clock, timeoutMs, abort }: PutAllOptions,
): Promise<PutRecordsCommandOutput> {
  const answered = new AbortController();
  const command = new PutRecordsCommand({
    ...(typeof stream === 'string' ? { StreamName: stream } : { StreamARN: stream.arn }),
    Records: records.map(({ bytes, partitionKey, explicitHashKey }) => ({
      Data: bytes,
      PartitionKey: partitionKey,
      ...(explicitHashKey === undefined ? {} : { ExplicitHashKey: String(explicitHashKey) }),
    })),
  });
  // Its own race, because a client that hangs may not heed the signal either.
  const timeout = clock.sleep(timeoutMs, answered.signal).then(() => undefined);
  try {
    const output = await Promise.race([
      client.send(command, { abortSignal: abort.signal }),
      timeout,
    ]);
    if (output === undefined) throw new NoAnswerInTime();
    return output;
  } catch (error) {
    abort.abort();
    throw error;
  } finally {
    answered.abort(AWAKE);
  }
}

/** Named as the SDK names its own, so that both are one thing to `classify`. */
class NoAnswerInTime extends Error {
  override readonly name = 'TimeoutError';
}

const NO_ANSWER: Answer = { outcome: 'refused', error: 'UnreadableAnswer', maybeStored: true };

function answerOf(result: PutRecordsResultEntry): Answer {
  const { ErrorCode: error, ShardId: shardId, SequenceNumber: sequenceNumber } = result;
  if (error !== undefined) return { outcome: 'refused', error, maybeStored: false };
  if (shardId === undefined || sequenceNumber === undefined) return NO_ANSWER;
  return { outcome: 'stored', shardId, sequenceNumber };
}

function answerToAll(cause: unknown): Answer {
  const { kind, error } = classify(cause);
  if (kind === 'final') return { outcome: 'rejected', error, cause };
  return { outcome: 'refused', error, maybeStored: kind === 'unanswered' };
}
