import type { Input } from './inputs/input.ts';

/**
 * How far an input has been put on the stream without a gap, so that another process can go on
 * behind it.
 */
export class InputProgress {
  /** Places of the records that are under way, by id, in the order of the input. */
  readonly #underWay = new Map<string, number>();
  #read: number;

  /** `done`: what processes before this one have put. */
  constructor(done: number) {
    this.#read = done;
  }

  /** All items up to this one are on the stream, were refused or given up. */
  get done(): number {
    for (const place of this.#underWay.values()) return place - 1;
    return this.#read;
  }

  accepted(recordId: string, place: number): void {
    this.#read = place;
    this.#underWay.set(recordId, place);
  }

  settled(recordId: string): void {
    this.#underWay.delete(recordId);
  }
}

/** The input without its first items. */
export const withoutFirst = (input: Input, count: number): Input => ({
  ...input,
  async *items(signal) {
    let place = 0;
    for await (const item of input.items(signal)) {
      place += 1;
      if (place > count) yield item;
    }
  },
});
