import { ExpectedError } from '#runtime/errors.ts';
import type { OutRecord } from './out-record.ts';

export type SendErrorCode =
  'expired' | 'too-large' | 'rejected' | 'closed' | 'aborted' | 'buffer-full';

/** An attempt that did not store the record. */
export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  readonly at: number;
  /** AWS's error code, or what befell the connection. */
  readonly error: string;
}

export interface SendFailure {
  readonly code: SendErrorCode;
  readonly message: string;
  /** The latest attempts, oldest first; `at(-1).number` says how many there were. */
  readonly attempts?: readonly Attempt[];
  readonly maybeDelivered?: boolean;
  readonly cause?: unknown;
}

/** The producer has given a record up. */
export class SendError<T> extends ExpectedError {
  readonly code: SendErrorCode;
  readonly record: OutRecord<T>;
  readonly attempts: readonly Attempt[];
  /** True if any attempt ended without an answer: the record may be on the stream all the same. */
  readonly maybeDelivered: boolean;

  constructor(record: OutRecord<T>, failure: SendFailure) {
    super(failure.message, { cause: failure.cause });
    this.code = failure.code;
    this.record = record;
    this.attempts = failure.attempts ?? [];
    this.maybeDelivered = failure.maybeDelivered ?? false;
  }
}
