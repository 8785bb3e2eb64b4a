import { Column } from './column.ts';
import { Place } from './place.ts';
import { recordName } from './record-name.ts';
import type { LabRecord } from './record.ts';

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
 * The books: what was put, and who saw it. Records are known by run and number, and every claim is
 * per record, never from counters.
 */
export class Ledger {
  readonly #ownRun: string;
  readonly #ownPrefix: string | undefined;
  readonly #put = new Place();
  readonly #arrivals = new Map<string, Column>();
  readonly #places = new Map<string, Place>();
  #failed = 0;

  /** With a run of its own, the records of other runs are somebody else's. */
  constructor(ownRun?: string) {
    this.#ownRun = ownRun ?? '';
    this.#ownPrefix = ownRun === undefined ? undefined : `${ownRun}-`;
  }

  get put(): number {
    return this.#put.distinct;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Records that we did not make, as the place that saw most of them counts. */
  get foreign(): number {
    return Math.max(0, ...[...this.#places.values()].map(({ foreign }) => foreign));
  }

  /** The stream has this record: the producer was told so, or it was read there. */
  acknowledged(record: LabRecord): void {
    this.#put.saw(record);
  }

  /** The producer gave this record up, by name. */
  gaveUp(): void {
    this.#failed += 1;
  }

  /** `place` saw this record; `scope` bounds the promise of order: one object in S3, or everything. */
  seen(place: string, record: LabRecord, scope = ''): void {
    if (this.#isOurs(record)) this.place(place).saw(record, scope);
    else this.place(place).sawForeign();
  }

  /** What `name` has seen so far in other processes. */
  restore(name: string, place: Place): void {
    this.#places.set(name, place);
  }

  /** When the stream took the record, by its own stamp: what latencies are measured from. */
  arrived(record: LabRecord, arrivedAt: number): void {
    const name = recordName(record.id);
    if (!name || !this.#isOurs(record)) return;
    let arrivals = this.#arrivals.get(name.run);
    if (!arrivals) {
      arrivals = new Column();
      this.#arrivals.set(name.run, arrivals);
    }
    arrivals.set(name.number, arrivedAt);
  }

  arrivalOf({ id }: Pick<LabRecord, 'id'>): number | undefined {
    const name = recordName(id);
    return (name && this.#arrivals.get(name.run)?.get(name.number)) || undefined;
  }

  tally(name: string): Tally {
    const place = this.place(name);
    const { received, distinct, outOfOrder } = place;
    let missing = 0;
    for (const _ of this.missingFrom(name)) missing += 1;
    return { received, duplicates: received - distinct, missing, outOfOrder };
  }

  /** What `name` has seen so far: counters, for the live status only. */
  seenBy(name: string): Omit<Tally, 'missing'> & { readonly foreign: number } {
    const { received, distinct, outOfOrder, foreign } = this.place(name);
    return { received, duplicates: received - distinct, outOfOrder, foreign };
  }

  /** Whether this record of the own run was put, and whether `name` has seen it. */
  isPut(number: number): boolean {
    return this.#put.has(this.#ownRun, number);
  }

  hasSeen(name: string, number: number): boolean {
    return this.place(name).has(this.#ownRun, number);
  }

  /** The ids of what was put and that `name` has not seen. */
  *missingFrom(name: string): Generator<string> {
    const place = this.place(name);
    for (const [run, numbers] of this.#put.seen()) {
      for (const number of numbers) if (!place.has(run, number)) yield `${run}-${number}`;
    }
  }

  place(name: string): Place {
    let place = this.#places.get(name);
    if (!place) this.#places.set(name, (place = new Place()));
    return place;
  }

  #isOurs({ id }: LabRecord): boolean {
    return this.#ownPrefix === undefined || id.startsWith(this.#ownPrefix);
  }
}
