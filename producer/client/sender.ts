import { backoffMs } from '#runtime/retry.ts';
import { AbortGroups } from './abort-groups.ts';
import { Alarm, MAX_SLEEP_MS } from './alarm.ts';
import { Batcher, type Slot } from './batch.ts';
import { Capacity } from './capacity.ts';
import { type Entry, noteFailure, rejectEntry } from './entry.ts';
import { orAborted } from './or-aborted.ts';
import { type Answer, putAll } from './put-all.ts';
import { SendError, type SendErrorCode } from './send-error.ts';
import type { Settings } from './settings.ts';
import type { OutRecord } from './out-record.ts';
import type { Abortable, ProducerStats, Receipt } from './types.ts';
import { sizeOf, type WireRecord, wireRecordOf } from './wire-record.ts';

const CLOSE_TIMEOUT_MS = 30_000;

/** What a caller of `send` holds on to. */
type Caller<T> = Pick<Entry<T>, 'signal' | 'resolve' | 'reject'>;

/**
 * Does what the `Batcher` decides. It has no loop of its own: whatever may change the decision (a
 * record, an answer, an instant that has come) calls `#pump`, which does all that is due.
 */
export class Sender<T> {
  readonly #settings: Settings<T>;
  readonly #batcher: Batcher<Entry<T>>;
  readonly #capacity: Capacity;
  readonly #aborts = new AbortGroups<Slot<Entry<T>>>((slot) => this.#takeBack(slot));
  readonly #requests = new Set<AbortController>();
  readonly #counts = { requests: 0, stored: 0, failed: 0, retries: 0 };
  readonly #flushes: { readonly upTo: number; readonly resolve: () => void }[] = [];
  readonly #alarm: Alarm;
  #closing: Promise<void> | undefined;

  constructor(settings: Settings<T>) {
    this.#settings = settings;
    this.#batcher = new Batcher(settings.batch);
    this.#capacity = new Capacity(settings.buffer);
    this.#alarm = new Alarm(settings.clock, () => this.#pump());
  }

  send(record: OutRecord<T>, { signal }: Abortable = {}): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      try {
        this.#throwIfNotTaken(record, signal);
        this.#accept(record, wireRecordOf(record, this.#settings), { signal, resolve, reject });
      } catch (error) {
        this.#counts.failed += 1;
        reject(error);
      }
    });
  }

  room(options?: Abortable): Promise<void> {
    return this.#capacity.room(options);
  }

  async flush({ signal }: Abortable = {}): Promise<void> {
    const { oldestOrder, lastOrder } = this.#batcher;
    if (oldestOrder === undefined) return;
    this.#batcher.flush();
    const settled = new Promise<void>((resolve) => {
      this.#flushes.push({ upTo: lastOrder, resolve });
    });
    this.#pump();
    await orAborted(settled, signal);
  }

  close({ timeoutMs = CLOSE_TIMEOUT_MS }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(timeoutMs);
    return this.#closing;
  }

  stats(): ProducerStats {
    const { records: bufferedRecords, bytes: bufferedBytes } = this.#capacity;
    const requestsInFlight = this.#requests.size;
    return { bufferedRecords, bufferedBytes, requestsInFlight, ...this.#counts };
  }

  #throwIfNotTaken(record: OutRecord<T>, signal: AbortSignal | undefined): void {
    const refuse = (code: SendErrorCode, message: string): SendError<T> =>
      new SendError(record, { code, message });
    if (this.#closing !== undefined) throw refuse('closed', 'the producer is closed');
    if (signal?.aborted)
      throw refuse('aborted', 'the signal was aborted before the record was sent');
    if (this.#capacity.isExhausted) {
      throw refuse('buffer-full', 'too many records are waiting: await send, or room before it');
    }
  }

  #accept(record: OutRecord<T>, wire: WireRecord, caller: Caller<T>): void {
    const { clock, keepsOrder, retry } = this.#settings;
    const sentAt = clock.now();
    const entry: Entry<T> = {
      record,
      wire,
      sentAt,
      ...caller,
      lane: keepsOrder ? record.partitionKey : undefined,
      sizeBytes: sizeOf(wire),
      deadlineAt: sentAt + retry.deadlineMs,
      attempts: 0,
      failures: [],
      maybeDelivered: false,
    };
    const slot = this.#batcher.add(entry, sentAt);
    this.#capacity.add(entry.sizeBytes);
    if (entry.signal !== undefined) this.#aborts.add(entry.signal, slot);
    this.#pump();
  }

  /** Does everything that is due now, and sees to it that it is called again when something will be. */
  #pump(): void {
    const { clock, maxInFlight } = this.#settings;
    const now = clock.now();
    for (const slot of this.#batcher.expired(now)) this.#giveUp(slot, 'expired');
    while (this.#requests.size < maxInFlight && this.#batcher.isReady(now)) {
      void this.#put(this.#batcher.take(now));
    }
    this.#setAlarm();
  }

  async #put(slots: readonly Slot<Entry<T>>[]): Promise<void> {
    const { client, stream, clock, retry } = this.#settings;
    const abort = new AbortController();
    this.#requests.add(abort);
    this.#counts.requests += 1;
    for (const { entry } of slots) {
      entry.attempts += 1;
      if (entry.attempts > 1) this.#counts.retries += 1;
    }
    const records = slots.map(({ entry }) => entry.wire);
    const answers = await putAll(records, {
      client,
      stream,
      clock,
      timeoutMs: retry.requestTimeoutMs,
      abort,
    });
    this.#requests.delete(abort);
    this.#heed(slots, answers);
    this.#pump();
  }

  #heed(slots: readonly Slot<Entry<T>>[], answers: readonly Answer[]): void {
    const { clock, retry, random } = this.#settings;
    const now = clock.now();
    // One draw per number of attempts, so that what was refused together can be retried together.
    const waits = new Map<number, number>();
    const waitMs = (attempts: number): number => {
      const drawn = waits.get(attempts) ?? backoffMs(attempts, retry, random);
      waits.set(attempts, drawn);
      return drawn;
    };
    for (const [index, slot] of slots.entries()) {
      const answer = answers[index];
      // Settled already: the producer was closed while the request was under way.
      if (answer === undefined || slot.state !== 'flying') continue;
      if (answer.outcome === 'stored') this.#store(slot, answer, now);
      else this.#refuse(slot, answer, now, waitMs);
    }
  }

  #store(
    slot: Slot<Entry<T>>,
    { shardId, sequenceNumber }: Answer & { outcome: 'stored' },
    now: number,
  ): void {
    const { attempts, sentAt, resolve } = slot.entry;
    this.#settle(slot);
    this.#counts.stored += 1;
    resolve({ shardId, sequenceNumber, attempts, latencyMs: now - sentAt });
  }

  #refuse(
    slot: Slot<Entry<T>>,
    answer: Exclude<Answer, { outcome: 'stored' }>,
    now: number,
    waitMs: (attempts: number) => number,
  ): void {
    const { entry } = slot;
    noteFailure(entry, now, answer.error);
    if (answer.outcome === 'rejected') {
      this.#giveUp(slot, 'rejected', answer.cause);
      return;
    }
    entry.maybeDelivered ||= answer.maybeStored;
    if (entry.signal?.aborted) this.#giveUp(slot, 'aborted');
    else if (entry.deadlineAt <= now) this.#giveUp(slot, 'expired');
    else this.#batcher.putBack(slot, now, now + waitMs(entry.attempts));
  }

  #giveUp(slot: Slot<Entry<T>>, code: SendErrorCode, cause?: unknown): void {
    this.#settle(slot);
    this.#counts.failed += 1;
    rejectEntry(slot.entry, code, cause);
  }

  #settle(slot: Slot<Entry<T>>): void {
    this.#batcher.settle(slot);
    this.#capacity.remove(slot.entry.sizeBytes);
    if (slot.entry.signal !== undefined) this.#aborts.remove(slot.entry.signal, slot);
    const { oldestOrder = Infinity } = this.#batcher;
    for (
      let flush = this.#flushes[0];
      flush && flush.upTo < oldestOrder;
      flush = this.#flushes[0]
    ) {
      this.#flushes.shift();
      flush.resolve();
    }
  }

  /** The caller's signal was aborted; the answer decides for what is under way. */
  #takeBack(slot: Slot<Entry<T>>): void {
    if (slot.state === 'flying') return;
    this.#giveUp(slot, 'aborted');
    this.#pump();
  }

  async #close(timeoutMs: number): Promise<void> {
    const flushed = new AbortController();
    const flush = this.flush().finally(() => flushed.abort());
    const patience = Math.min(timeoutMs, MAX_SLEEP_MS);
    await Promise.race([flush, this.#settings.clock.sleep(patience, flushed.signal)]);
    for (const slot of this.#batcher.unsettled()) {
      // Given up in the middle of an attempt: nobody will hear its answer.
      if (slot.state === 'flying') slot.entry.maybeDelivered = true;
      this.#giveUp(slot, 'closed');
    }
    for (const request of this.#requests) request.abort();
    this.#setAlarm();
  }

  #setAlarm(): void {
    const mayLeave = this.#requests.size < this.#settings.maxInFlight;
    this.#alarm.set(this.#batcher.nextAt({ mayLeave }));
  }
}
