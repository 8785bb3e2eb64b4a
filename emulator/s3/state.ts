import { createHash } from 'node:crypto';
import type { Clock } from '#runtime/clock.ts';
import type { ServiceOptions } from '../service-options.ts';
import { Bucket, type BucketFacts } from './bucket.ts';
import { noSuchBucket } from './errors.ts';

/** The buckets of the one account that the emulator has. */
export class S3 {
  readonly clock: Clock;
  /** The canonical user that owns everything: 64 hexadecimal digits, as on AWS. */
  readonly ownerId: string;
  readonly #buckets = new Map<string, Bucket>();

  constructor({ clock, account }: Pick<ServiceOptions, 'clock' | 'account'>) {
    this.clock = clock;
    this.ownerId = createHash('sha256').update(account).digest('hex');
  }

  /** As on AWS: in the order of their names. */
  get buckets(): readonly Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** Throws NoSuchBucket. */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  }

  createBucket(facts: Omit<BucketFacts, 'createdAt'>): void {
    this.#buckets.set(facts.name, new Bucket({ ...facts, createdAt: this.clock.now() }));
  }

  deleteBucket(name: string): void {
    this.#buckets.delete(name);
  }
}
