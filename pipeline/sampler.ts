import type { Clock } from '#runtime/clock.ts';
import type { LabRecord } from './record.ts';

/** More than an eye can follow. */
const MOST_PER_SECOND = 200;
const WINDOW_MS = 1_000;

/**
 * Picks records to be shown: all while they are few, else every second, fourth, eighth … by their
 * number, so that services that know nothing of each other pick the same ones.
 */
export class Sampler {
  readonly #clock: Clock;
  #stride = 1;
  #seen = 0;
  #picked = 0;
  #windowEndsAt = 0;

  /** `clock` is that of the onlooker: the system's, whatever the lab's does. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** One in so many is picked; all, when none has come for a while. */
  get stride(): number {
    this.#turnWindow();
    return this.#stride;
  }

  picks(record: LabRecord): boolean {
    this.#turnWindow();
    this.#seen += 1;
    if (this.#picked >= MOST_PER_SECOND) return false;
    if (this.#stride > 1 && this.#numberOf(record) % this.#stride !== 0) return false;
    this.#picked += 1;
    return true;
  }

  /** What others put has no number of its own. */
  #numberOf({ id }: LabRecord): number {
    const number = Number(id.slice(id.lastIndexOf('-') + 1));
    return id !== '' && Number.isSafeInteger(number) ? number : this.#seen;
  }

  #turnWindow(): void {
    const now = this.#clock.now();
    if (now < this.#windowEndsAt) return;
    this.#stride = 1;
    while (this.#seen / this.#stride > MOST_PER_SECOND) this.#stride *= 2;
    this.#windowEndsAt = now + WINDOW_MS;
    this.#seen = 0;
    this.#picked = 0;
  }
}
