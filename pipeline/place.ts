import { Column } from './column.ts';
import { formatRanges, parseRanges } from './ranges.ts';
import { recordName } from './record-name.ts';
import type { LabRecord } from './record.ts';

/** Deliveries of one record are counted up to here; more are still duplicates. */
const MAX_COUNT = 255;

/** A place as it is kept between processes; runs by their id, the numbers they had as ranges. */
export interface PlaceState {
  readonly received: number;
  readonly outOfOrder: number;
  readonly foreign: number;
  readonly runs: Readonly<Record<string, string>>;
}

interface Run {
  readonly counts: Column;
  /** Per key, the highest number seen in the present scope. */
  readonly newest: Map<string, number>;
}

/**
 * One place that should see every record once, and each key's records in the order they were sent: a
 * consumer, or the bucket. Records are known by run and number, so that hours of them cost next to
 * nothing.
 */
export class Place {
  readonly #runs = new Map<string, Run>();
  #scope = '';
  #received = 0;
  #distinct = 0;
  #outOfOrder = 0;
  #foreign = 0;

  /** A place that has seen what all these have, each in a process of its own. */
  static of(states: Iterable<PlaceState>): Place {
    const place = new Place();
    for (const state of states) place.#add(state);
    return place;
  }

  /** Deliveries of records of ours in all, repeats included. */
  get received(): number {
    return this.#received;
  }

  /** Different records of ours. */
  get distinct(): number {
    return this.#distinct;
  }

  /** First deliveries that came after a later record of their key. */
  get outOfOrder(): number {
    return this.#outOfOrder;
  }

  /** Records that no run of ours has made. */
  get foreign(): number {
    return this.#foreign;
  }

  has(run: string, number: number): boolean {
    return (this.#runs.get(run)?.counts.get(number) ?? 0) > 0;
  }

  /** `scope` bounds the promise of order: one object in S3, or everything. */
  saw({ id, key }: Pick<LabRecord, 'id' | 'key'>, scope = ''): void {
    const name = recordName(id);
    if (!name) {
      this.#foreign += 1;
      return;
    }
    const run = this.#run(name.run);
    this.#received += 1;
    if (this.#count(run, name.number)) this.#checkOrder(run, name.number, key, scope);
  }

  sawForeign(): void {
    this.#foreign += 1;
  }

  /** What every run's records are that were seen here, in the order of their numbers. */
  *seen(): Generator<readonly [run: string, numbers: Generator<number>]> {
    for (const [run, { counts }] of this.#runs) yield [run, counts.indexes()];
  }

  state(): PlaceState {
    return {
      received: this.#received,
      outOfOrder: this.#outOfOrder,
      foreign: this.#foreign,
      runs: Object.fromEntries([...this.seen()].map(([run, seen]) => [run, formatRanges(seen)])),
    };
  }

  #add({ received, outOfOrder, foreign, runs }: PlaceState): void {
    this.#received += received;
    this.#outOfOrder += outOfOrder;
    this.#foreign += foreign;
    for (const [run, ranges] of Object.entries(runs)) {
      for (const number of parseRanges(ranges)) this.#count(this.#run(run), number);
    }
  }

  /** Whether it is the first delivery of this record. */
  #count({ counts }: Run, number: number): boolean {
    const before = counts.get(number);
    counts.set(number, Math.min(before + 1, MAX_COUNT));
    if (before > 0) return false;
    this.#distinct += 1;
    return true;
  }

  #checkOrder({ newest }: Run, number: number, key: string, scope: string): void {
    if (scope !== this.#scope) {
      this.#scope = scope;
      for (const run of this.#runs.values()) run.newest.clear();
    }
    if (number < (newest.get(key) ?? -1)) this.#outOfOrder += 1;
    else newest.set(key, number);
  }

  #run(name: string): Run {
    let run = this.#runs.get(name);
    if (!run) {
      run = { counts: new Column(), newest: new Map() };
      this.#runs.set(name, run);
    }
    return run;
  }
}
