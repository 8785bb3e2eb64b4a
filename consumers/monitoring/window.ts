import { Totals, type Row } from './totals.ts';

/** Why a window closed: its time and the lateness had passed, nothing came any more, room was short, or the end. */
export type ClosedBy = 'watermark' | 'idle' | 'room' | 'end';

export interface ClosedWindow {
  readonly startAt: number;
  readonly endAt: number;
  readonly closedBy: ClosedBy;
  readonly overall: Row;
  /** The busiest first. */
  readonly keys: readonly Row[];
  /** All keys together that had no row of their own; undefined while there was room for all. */
  readonly others: Row | undefined;
}

/** One tumbling window while it is open. */
export class OpenWindow {
  readonly startAt: number;
  readonly endAt: number;
  readonly #overall = new Totals();
  readonly #keys = new Map<string, Totals>();
  readonly #others = new Totals();
  readonly #maxKeys: number;

  constructor({ startAt, endAt, maxKeys }: { startAt: number; endAt: number; maxKeys: number }) {
    this.startAt = startAt;
    this.endAt = endAt;
    this.#maxKeys = maxKeys;
  }

  add(key: string, value: number | undefined): void {
    this.#overall.add(value);
    this.#of(key).add(value);
  }

  close(closedBy: ClosedBy): ClosedWindow {
    const { startAt, endAt } = this;
    const windowMs = endAt - startAt;
    return {
      startAt,
      endAt,
      closedBy,
      overall: this.#overall.row('all', windowMs),
      keys: [...this.#keys].map(([key, totals]) => totals.row(key, windowMs)).sort(byCount),
      others: this.#others.count === 0 ? undefined : this.#others.row('others', windowMs),
    };
  }

  #of(key: string): Totals {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    if (this.#keys.size >= this.#maxKeys) return this.#others;
    const totals = new Totals();
    this.#keys.set(key, totals);
    return totals;
  }
}

const byCount = (a: Row, b: Row): number => b.count - a.count || (a.key < b.key ? -1 : 1);
