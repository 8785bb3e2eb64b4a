import { Column } from './column.ts';
import type { LabRecord } from './record.ts';

const PUT = 1;
const FAILED = 2;
/** Deliveries of one record are counted up to here; more are still duplicates. */
const MAX_COUNT = 255;

/** One place that should see every record once, and each key's records in the order they were sent. */
export interface Tally {
  /** Deliveries in all, repeats included. */
  readonly received: number;
  /** Deliveries of a record that this place had already seen. */
  readonly duplicates: number;
  /** Records that were put and never seen here. */
  readonly missing: number;
  /** First deliveries that came after a later record of their key. */
  readonly outOfOrder: number;
}

/**
 * The books of one run: what was put, and who saw it. Records are known by their number in the run,
 * so that hours of records cost a few bytes each, and every claim is per record, never from counters.
 */
export class Ledger {
  readonly #prefix: string;
  readonly #keyNumbers = new Map<string, number>();
  readonly #states = new Column((length) => new Uint8Array(length));
  readonly #arrivals = new Column((length) => new Float64Array(length));
  readonly #places = new Map<string, Place>();
  #numbers = 0;
  #put = 0;
  #failed = 0;

  constructor(runId: string) {
    this.#prefix = `${runId}-`;
  }

  get put(): number {
    return this.#put;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Records that this run did not make, as the place that saw most of them counts. */
  get foreign(): number {
    return Math.max(0, ...[...this.#places.values()].map(({ foreign }) => foreign));
  }

  /** The producer was told that the stream has this record. */
  acknowledged(record: LabRecord): void {
    this.#put += 1;
    this.#close(record, PUT);
  }

  /** The producer gave this record up, by name. */
  gaveUp(record: LabRecord): void {
    this.#failed += 1;
    this.#close(record, FAILED);
  }

  /** `place` saw this record; `scope` bounds the promise of order: one object in S3, or everything. */
  seen(place: string, record: LabRecord, scope = ''): void {
    const number = this.#numberOf(record);
    if (number === undefined) this.#place(place).foreign += 1;
    else this.#place(place).saw(number, this.#keyNumber(record.key), scope);
  }

  /** When the stream took the record, by its own stamp: what latencies are measured from. */
  arrived(record: LabRecord, arrivedAt: number): void {
    const number = this.#numberOf(record);
    if (number !== undefined) this.#arrivals.set(number, arrivedAt);
  }

  arrivalOf(record: LabRecord): number | undefined {
    const number = this.#numberOf(record);
    return (number !== undefined && this.#arrivals.get(number)) || undefined;
  }

  tally(place: string): Tally {
    const seen = this.#place(place);
    let missing = 0;
    for (let number = 0; number < this.#numbers; number++) {
      if (this.#states.get(number) === PUT && seen.count(number) === 0) missing += 1;
    }
    const { received, duplicates, outOfOrder } = seen;
    return { received, duplicates, missing, outOfOrder };
  }

  /** Different records that `place` has seen: a counter, for the live status only. */
  distinct(place: string): number {
    const { received, duplicates } = this.#place(place);
    return received - duplicates;
  }

  #close(record: LabRecord, state: number): void {
    const number = this.#numberOf(record);
    if (number === undefined) throw new RangeError(`${record.id} is not of this run`);
    this.#states.set(number, state);
    this.#numbers = Math.max(this.#numbers, number + 1);
  }

  #numberOf({ id }: LabRecord): number | undefined {
    if (!id.startsWith(this.#prefix)) return undefined;
    const number = Number(id.slice(this.#prefix.length));
    return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
  }

  #keyNumber(key: string): number {
    const known = this.#keyNumbers.get(key);
    if (known !== undefined) return known;
    this.#keyNumbers.set(key, this.#keyNumbers.size);
    return this.#keyNumbers.size - 1;
  }

  #place(name: string): Place {
    let place = this.#places.get(name);
    if (!place) this.#places.set(name, (place = new Place()));
    return place;
  }
}

class Place {
  readonly #counts = new Column((length) => new Uint8Array(length));
  #scope = '';
  /** Per key, 1 + the highest number seen in the present scope. */
  #newest = new Column((length) => new Uint32Array(length));
  received = 0;
  duplicates = 0;
  outOfOrder = 0;
  foreign = 0;

  count(number: number): number {
    return this.#counts.get(number);
  }

  saw(number: number, key: number, scope: string): void {
    this.received += 1;
    const before = this.#counts.get(number);
    this.#counts.set(number, Math.min(before + 1, MAX_COUNT));
    if (before > 0) this.duplicates += 1;
    else this.#checkOrder(number, key, scope);
  }

  #checkOrder(number: number, key: number, scope: string): void {
    if (scope !== this.#scope) {
      this.#scope = scope;
      this.#newest = new Column((length) => new Uint32Array(length));
    }
    if (number + 1 < this.#newest.get(key)) this.outOfOrder += 1;
    else this.#newest.set(key, number + 1);
  }
}
