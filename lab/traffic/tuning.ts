import type { InputItem } from '#producer/inputs/input.ts';
import { sizedItem } from './sized-item.ts';
import { tempoClock, type TempoClock } from './tempo-clock.ts';
import type { Tuning } from '#pipeline/status.ts';
import type { Clock } from '#runtime/clock.ts';

/** As the input has it. */
const UNTOUCHED: Tuning = { tempo: 1, keys: undefined, bytes: undefined };

/** What a person turns while the producer runs: how fast its input comes, how many keys, how large. */
export class Tuner {
  /** The input's own time. */
  readonly clock: TempoClock;
  readonly #labClock: Clock;
  #tuning = UNTOUCHED;
  /** The keys that are left; others become one of them. */
  #keys: string[] = [];

  constructor(clock: Clock) {
    this.#labClock = clock;
    this.clock = tempoClock(clock);
  }

  get tuning(): Tuning {
    return this.#tuning;
  }

  tune(change: Partial<Tuning>): void {
    const { tempo, keys } = this.#tuning;
    this.#tuning = { ...this.#tuning, ...change };
    if (this.#tuning.keys !== keys) this.#keys = [];
    if (this.#tuning.tempo !== tempo) this.clock.tempo = this.#tuning.tempo;
  }

  /** The item as it is put: itself, if nothing was touched. */
  apply(item: InputItem): InputItem {
    const { keys, bytes } = this.#tuning;
    if (!this.clock.isApart && keys === undefined && bytes === undefined) return item;
    const turned = {
      ...item,
      // Its input's time has left that of everybody else, who keep windows of it.
      ...(this.clock.isApart && { eventAt: this.#labClock.now() }),
      ...(keys !== undefined && { key: this.#oneOf(keys, item.key) }),
    };
    return bytes === undefined ? turned : sizedItem(turned, bytes);
  }

  /** The first keys that came stay what they are; each other one is always the same of them. */
  #oneOf(count: number, key: string): string {
    if (this.#keys.includes(key)) return key;
    if (this.#keys.length < count) {
      this.#keys.push(key);
      return key;
    }
    return this.#keys[sumOf(key) % count] ?? key;
  }
}

const sumOf = (key: string): number => {
  let sum = 0;
  for (let at = 0; at < key.length; at++) sum = (sum * 31 + key.charCodeAt(at)) >>> 0;
  return sum;
};
