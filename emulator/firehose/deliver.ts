import { once } from 'node:events';
import type { Clock } from '#runtime/clock.ts';
import type { DueObject } from './delivery-buffer.ts';
import type { Outbox } from './outbox.ts';

export interface DeliverOptions {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Returns when the object is settled or the signal has aborted. */
  readonly write: (object: DueObject) => Promise<void>;
}

/**
 * Empties an outbox, one object after another, until told to stop.
 *
 * Unlike AWS: the objects of a delivery stream are written in order, never in parallel.
 */
export async function deliver({ outbox, clock, signal, write }: DeliverOptions): Promise<void> {
  signal.addEventListener('abort', () => outbox.nudge(), { once: true });
  while (!signal.aborted) {
    const object = outbox.next(clock.now());
    if (object) await write(object);
    else await dueOrNews(outbox, clock);
  }
}

/** No await lies between looking into the outbox and taking its signal, so no news is missed. */
async function dueOrNews(outbox: Outbox, clock: Clock): Promise<void> {
  const dueAt = outbox.dueAt();
  if (dueAt === undefined) await once(outbox.news, 'abort');
  else await clock.sleep(dueAt - clock.now(), outbox.news);
}
