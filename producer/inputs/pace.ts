import type { Clock } from '#runtime/clock.ts';

/**
 * An input that is behind its pace yields without sleeping. It lets the rest of the process have a
 * turn after this many items, because a loop of promises alone starves timers and sockets.
 */
const ITEMS_PER_TURN = 500;

export interface PaceOptions<T> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When an item may leave, in epoch ms; a fraction is welcome and keeps high rates exact. */
  readonly dueAt: (item: T) => number;
}

/**
 * Yields each item when it is due and never before, and all that is overdue at once: nothing is
 * dropped. Ends when the items end or the signal aborts.
 *
 * It sleeps only for items at least 1 ms away, so that a rate no clock can tick at costs no timers.
 */
export async function* pace<T>(
  items: Iterable<T> | AsyncIterable<T>,
  { clock, signal, dueAt }: PaceOptions<T>,
): AsyncGenerator<T, void, undefined> {
  let sinceSleep = 0;
  for await (const item of items) {
    const aheadMs = dueAt(item) - clock.now();
    if (aheadMs >= 1) {
      await clock.sleep(Math.ceil(aheadMs), signal);
      sinceSleep = 0;
    } else if (++sinceSleep === ITEMS_PER_TURN) {
      // On the clock, not past it: on a virtual clock time stands still until this work is done.
      await clock.sleep(0, signal);
      sinceSleep = 0;
    }
    if (signal.aborted) return;
    yield item;
  }
}

/** The instants of an even rate: the item `index` (from 0) is due at `instant(index)`. */
export const evenly =
  (startAt: number, recordsPerSecond: number) =>
  (index: number): number =>
    startAt + (index * 1_000) / recordsPerSecond;
