import type { SuspicionKind } from '#pipeline/suspicion.ts';
import { CategoryAmounts } from './category-amounts.ts';
import { NameHabit } from './name-habit.ts';
import type { Place, Sighting } from './sighting.ts';

/** One record of a key, as long as it is remembered. */
export interface Remembered {
  readonly at: number;
  readonly value: number;
  readonly id: string;
  /** What it was suspected of; undefined if it counts as the key's own behaviour. */
  readonly suspectedOf: SuspicionKind | undefined;
}

export interface LastPlace extends Place {
  readonly at: number;
  readonly city: string | undefined;
  /** How many payments in a row were made about there. */
  readonly visits: number;
}

/** After so many payments in a row at a place it could not have reached, that is where the card is. */
const MOVED_AFTER_VISITS = 4;

/** How many records of a key are remembered one by one. */
const MAX_REMEMBERED = 48;
/** Averages follow about this many records back. */
const MEMORY = 60;

/**
 * What is usual for one key: running averages, and its last records in the order of their event
 * times. Only what raised no suspicion is learned, so that a fraud does not become the habit.
 * Memory is bounded per key.
 */
export class History {
  /** Oldest first. */
  readonly remembered: Remembered[] = [];
  readonly countries = new NameHabit();
  readonly categories = new NameHabit();
  readonly categoryAmounts = new CategoryAmounts();
  /** Where it is. */
  lastPlace: LastPlace | undefined;
  /** Where it cannot be, but was shown all the same. */
  #rivalPlace: LastPlace | undefined;
  suspectedInARow = 0;
  #learned = 0;
  #mean = 0;
  #variance = 0;
  #gaps = 0;
  #gapMs = 0;
  #lastLearnedAt = -Infinity;

  /** How many records the averages rest on. */
  get learned(): number {
    return this.#learned;
  }
  get mean(): number {
    return this.#mean;
  }
  get standardDeviation(): number {
    return Math.sqrt(this.#variance);
  }
  get gaps(): number {
    return this.#gaps;
  }
  /** The mean time between two records. */
  get gapMs(): number {
    return this.#gapMs;
  }

  /** A record that was seen before, or is so old that nobody can tell. */
  isKnown({ id, at }: Sighting): boolean {
    const { remembered } = this;
    const oldest = remembered[0];
    if (oldest === undefined) return false;
    if (remembered.length === MAX_REMEMBERED && at < oldest.at) return true;
    for (let index = remembered.length - 1; index >= 0; index--) {
      const other = remembered[index];
      if (other === undefined || other.at < at) return false;
      if (other.id === id) return true;
    }
    return false;
  }

  /** Where a record of this time belongs among the remembered ones. */
  indexOf(at: number): number {
    let index = this.remembered.length;
    while (index > 0 && (this.remembered[index - 1]?.at ?? 0) > at) index -= 1;
    return index;
  }

  /** Enters a record, and learns from it what its suspicion leaves to learn. */
  note(sighting: Sighting, suspectedOf: SuspicionKind | undefined): void {
    this.suspectedInARow = suspectedOf === undefined ? 0 : this.suspectedInARow + 1;
    // A strange payment may be a thief's and must not become the habit; a strange measurement was measured.
    const isOwn = suspectedOf === undefined || suspectedOf === 'unusual-value';
    this.#remember(sighting, isOwn ? undefined : suspectedOf);
    if (isOwn) this.#learn(sighting);
    // What comes again and again in a category becomes its habit.
    if (suspectedOf === 'unusual-amount') this.#learnCategory(sighting);
    if (suspectedOf === 'impossible-travel') this.#doubtPlace(sighting);
  }

  #remember({ at, value, id }: Sighting, suspectedOf: SuspicionKind | undefined): void {
    const index = this.indexOf(at);
    const entry = { at, value, id, suspectedOf };
    if (index === this.remembered.length) this.remembered.push(entry);
    else this.remembered.splice(index, 0, entry);
    if (this.remembered.length > MAX_REMEMBERED) this.remembered.shift();
  }

  #learn(sighting: Sighting): void {
    this.#learned += 1;
    if (sighting.amount !== undefined) this.#learnValue(sighting.value);
    this.#learnTime(sighting.at);
    if (sighting.country !== undefined) this.countries.learn(sighting.country);
    this.#learnCategory(sighting);
    this.#learnPlace(sighting);
  }

  #learnCategory({ category, value }: Sighting): void {
    if (category === undefined) return;
    this.categories.learn(category);
    this.categoryAmounts.learn(category, value);
  }

  #learnValue(value: number): void {
    const weight = Math.max(1 / this.#learned, 1 / MEMORY);
    const difference = value - this.#mean;
    this.#mean += weight * difference;
    this.#variance = (1 - weight) * (this.#variance + weight * difference * difference);
  }

  /** A record that comes late adds a gap and no time: it divides one that was counted already. */
  #learnTime(at: number): void {
    if (this.#lastLearnedAt !== -Infinity) {
      this.#gaps += 1;
      const weight = Math.max(1 / this.#gaps, 1 / MEMORY);
      this.#gapMs += weight * (Math.max(0, at - this.#lastLearnedAt) - this.#gapMs);
    }
    this.#lastLearnedAt = Math.max(this.#lastLearnedAt, at);
  }

  #learnPlace(sighting: Sighting): void {
    if (sighting.place === undefined) return;
    if (this.lastPlace !== undefined && sighting.at < this.lastPlace.at) return;
    this.lastPlace = shownAt(sighting, this.lastPlace);
    this.#rivalPlace = undefined;
  }

  /** What was believed to be home may have been the thief's: enough payments elsewhere say so. */
  #doubtPlace(sighting: Sighting): void {
    const rival = shownAt(sighting, this.#rivalPlace);
    const hasMoved = rival !== undefined && rival.visits >= MOVED_AFTER_VISITS;
    if (hasMoved) this.lastPlace = rival;
    this.#rivalPlace = hasMoved ? undefined : rival;
  }
}

/** A metropolitan area, roughly. */
const SAME_PLACE_DEGREES = 0.5;

function shownAt(
  { place, at, city }: Sighting,
  before: LastPlace | undefined,
): LastPlace | undefined {
  if (place === undefined) return before;
  const isThere =
    before !== undefined &&
    Math.abs(before.lat - place.lat) < SAME_PLACE_DEGREES &&
    Math.abs(before.lon - place.lon) < SAME_PLACE_DEGREES;
  const { lat, lon } = place;
  return { lat, lon, at, city, visits: isThere ? before.visits + 1 : 1 };
}
