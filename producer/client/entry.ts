import type { Sendable } from './batch.ts';
import type { WireRecord } from './wire-record.ts';
import { type Attempt, SendError, type SendErrorCode } from './send-error.ts';
import type { OutRecord } from './out-record.ts';
import type { Receipt } from './types.ts';

/** How many attempts a SendError tells of; the latest ones. */
const MAX_KEPT_ATTEMPTS = 20;

/** A record between `send` and its receipt. */
export interface Entry<T> extends Sendable {
  readonly record: OutRecord<T>;
  readonly wire: WireRecord;
  readonly sentAt: number;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: SendError<T>) => void;
  attempts: number;
  failures: readonly Attempt[];
  maybeDelivered: boolean;
}

export function noteFailure<T>(entry: Entry<T>, at: number, error: string): void {
  const attempt = { number: entry.attempts, at, error };
  entry.failures = [...entry.failures.slice(1 - MAX_KEPT_ATTEMPTS), attempt];
}

/** Gives the record up towards its caller. */
export function rejectEntry<T>(entry: Entry<T>, code: SendErrorCode, cause?: unknown): void {
  const { record, failures: attempts, maybeDelivered } = entry;
  const message = `${REASONS[code]} (${progressOf(entry)})`;
  entry.reject(new SendError(record, { code, message, attempts, maybeDelivered, cause }));
}

const REASONS: Readonly<Record<SendErrorCode, string>> = {
  expired: 'the record could not be stored before its deadline',
  rejected: 'the service refused the record for good',
  closed: 'the producer was closed before the record was stored',
  aborted: 'the record was taken back',
  'too-large': 'the record is too large',
  'buffer-full': 'the buffer is full',
};

function progressOf<T>({ attempts, failures }: Entry<T>): string {
  const last = failures.at(-1);
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return last === undefined ? times : `${times}, the last: ${last.error}`;
}
