import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import { retry } from '#runtime/retry.ts';
import { answerWithin } from '#runtime/answer-within.ts';
import { compress, type Track } from './compress.ts';
import type { DueObject } from './delivery-buffer.ts';
import type { Destination } from './destination.ts';
import type { WaitingObject } from './status.ts';

/** Full jitter up to 100 ms at first, up to 5 s in the end: a bucket that is back is found soon. */
const BACKOFF = { baseMs: 100, maxMs: 5_000 };

/** For an answer to one PutObject of at most some 130 MB. */
const ANSWER_WITHIN_MS = 30_000;

export interface WriteOptions {
  readonly s3: S3Client;
  readonly clock: Clock;
  /** Of the keys alone, so that retries do not change them. */
  readonly keyRandom: Random;
  readonly retryRandom: Random;
  readonly log: Log;
  readonly track: Track;
  readonly signal: AbortSignal;
  readonly deliveryStream: string;
  /** As it is configured now, with its version. */
  readonly target: () => { readonly destination: Destination; readonly version: number };
  /** When an object is given up; Infinity for never. */
  readonly giveUpAt: (object: DueObject) => number;
  /** Told of each refusal, and of undefined when there is none any more. */
  readonly onWaiting: (waiting: WaitingObject | undefined) => void;
}

export interface WrittenObject {
  readonly bucket: string;
  readonly key: string;
}

interface PreparedObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly encoding?: 'gzip';
}

/**
 * Writes one object to S3; undefined when it was given up or the signal aborted.
 *
 * As on AWS: whatever S3 answers, the object is tried again (for 24 hours if it came by Direct PUT);
 * its format and the version in its key are those of the moment it is first tried.
 * Unlike AWS: key and bytes stay the same over all attempts, so a put that landed without an answer
 * is overwritten by itself; AWS may deliver twice. A new bucket counts from the next attempt on
 * (unverified), so a mistyped one can be mended.
 */
export async function writeObject(
  object: DueObject,
  options: WriteOptions,
): Promise<WrittenObject | undefined> {
  const { clock, signal, log, deliveryStream } = options;
  const prepared = await prepare(object, options);
  const { key } = prepared;
  let since: number | undefined;
  try {
    const bucket = await retry(() => put(prepared, options), {
      ...BACKOFF,
      clock,
      random: options.retryRandom,
      attempts: Infinity,
      signal,
      isRetryable: () => clock.now() < options.giveUpAt(object),
      onRetry: (error, attempts) => {
        if (attempts === 1) log.warn('object refused', { deliveryStream, key, error: told(error) });
        since ??= clock.now();
        options.onWaiting({ key, attempts, since, error: told(error) });
      },
    });
    options.onWaiting(undefined);
    return { bucket, key };
  } catch (error) {
    if (signal.aborted) return undefined;
    options.onWaiting(undefined);
    log.error('object given up', {
      deliveryStream,
      key,
      records: object.records,
      error: told(error),
    });
    return undefined;
  }
}

async function prepare(object: DueObject, options: WriteOptions): Promise<PreparedObject> {
  const { destination, version } = options.target();
  const key = destination.makeKey({
    deliveryStream: options.deliveryStream,
    version,
    oldestArrivedAt: object.oldestArrivedAt,
    random: options.keyRandom,
  });
  if (!destination.isGzip) return { key, body: object.body };
  return { key, body: await compress(object.body, options.track), encoding: 'gzip' };
}

/** As on AWS: the content type is always that of plain bytes (probed on AWS, Jul–Sep 2026). */
async function put(
  { key, body, encoding }: PreparedObject,
  options: WriteOptions,
): Promise<string> {
  const { bucket } = options.target().destination;
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: body,
    ContentType: 'application/octet-stream',
    ...(encoding && { ContentEncoding: encoding }),
  });
  await answerWithin(ANSWER_WITHIN_MS, options.clock, (abortSignal) =>
    options.s3.send(command, { abortSignal }),
  );
  return bucket;
}

const told = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
