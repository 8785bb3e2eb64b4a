/** Values kept as they are; percentiles are exact up to here. */
const MAX_EXACT = 256;
/** Beyond: buckets whose bounds are this factor apart, which makes percentiles exact within 1 %. */
const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);
/** Smaller values count as 0, larger ones as this: it bounds the buckets to some 5,600. */
const LEAST = 1e-12;
const MOST = 1e12;

/**
 * Percentiles (nearest rank) of any number of values in bounded memory: exact for the first 256,
 * within 1 % of the value from then on. What comes out does not depend on the order of what went in.
 */
export class Quantiles {
  #exact: number[] | undefined = [];
  readonly #buckets = new Map<number, number>();
  #count = 0;

  add(value: number): void {
    this.#count += 1;
    if (this.#exact === undefined) {
      this.#addToBucket(value);
      return;
    }
    // Zero has no sign here: −0 and 0 would sort by their order of arrival.
    this.#exact.push(value + 0);
    if (this.#exact.length <= MAX_EXACT) return;
    for (const each of this.#exact) this.#addToBucket(each);
    this.#exact = undefined;
  }

  /** For each share (0 to 1) the smallest value that this share of all values does not exceed. */
  at(shares: readonly number[]): readonly (number | undefined)[] {
    if (this.#count === 0) return shares.map(() => undefined);
    const ranks = shares.map((share) => Math.max(1, Math.ceil(share * this.#count)));
    if (this.#exact !== undefined) {
      const sorted = this.#exact.toSorted((a, b) => a - b);
      return ranks.map((rank) => sorted[rank - 1]);
    }
    const buckets = [...this.#buckets].sort(([a], [b]) => a - b);
    return ranks.map((rank) => valueAtRank(buckets, rank));
  }

  #addToBucket(value: number): void {
    const bucket = bucketOf(value);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
  }
}

/** Numbers of buckets rise with the values: negative ones below 0, zero is 0, positive ones above. */
const OFFSET = 1 - Math.ceil(Math.log(LEAST) / LOG_GROWTH);

function bucketOf(value: number): number {
  const magnitude = Math.min(Math.abs(value), MOST);
  if (magnitude < LEAST) return 0;
  const bucket = Math.ceil(Math.log(magnitude) / LOG_GROWTH) + OFFSET;
  return value > 0 ? bucket : -bucket;
}

/** The value in the middle of a bucket, as ratios go: no value in it is farther away than 1 %. */
function valueOf(bucket: number): number {
  if (bucket === 0) return 0;
  const magnitude = (2 * GROWTH ** (Math.abs(bucket) - OFFSET)) / (GROWTH + 1);
  return bucket > 0 ? magnitude : -magnitude;
}

function valueAtRank(
  buckets: readonly (readonly [number, number])[],
  rank: number,
): number | undefined {
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    if (seen >= rank) return valueOf(bucket);
  }
  return undefined;
}
