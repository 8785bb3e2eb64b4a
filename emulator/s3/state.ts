import { createHash } from 'node:crypto';
import type { Clock } from '#runtime/clock.ts';
import type { ServiceOptions } from '../service-options.ts';
import { BodiesInMemory } from './bodies-in-memory.ts';
import { Bucket, type BucketFacts } from './bucket.ts';
import { noSuchBucket } from './errors.ts';
import type { ObjectFiles } from './object-files.ts';

/** The buckets of the one account that the emulator has. */
export class S3 {
  readonly clock: Clock;
  /** The canonical user that owns everything: 64 hexadecimal digits, as on AWS. */
  readonly ownerId: string;
  readonly #files: ObjectFiles | undefined;
  readonly #bodies = new BodiesInMemory();
  readonly #buckets = new Map<string, Bucket>();

  /** With files, it goes on with what they hold, and everything is there before it is answered. */
  constructor({ clock, account }: Pick<ServiceOptions, 'clock' | 'account'>, files?: ObjectFiles) {
    this.clock = clock;
    this.ownerId = createHash('sha256').update(account).digest('hex');
    this.#files = files;
    for (const facts of files?.loadBuckets() ?? [])
      this.#buckets.set(facts.name, this.#made(facts));
    for (const { bucket, object } of files?.loadObjects() ?? []) {
      this.#buckets.get(bucket)?.restore(object);
    }
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
    const bucket = this.#made({ ...facts, createdAt: this.clock.now() });
    this.#files?.saveBuckets([...this.#buckets.values(), bucket]);
    this.#buckets.set(facts.name, bucket);
  }

  deleteBucket(name: string): void {
    this.#files?.saveBuckets(this.buckets.filter((bucket) => bucket.name !== name));
    this.#buckets.delete(name);
  }

  /** What no folder keeps is gone. */
  close(): void {
    this.#bodies.close();
  }

  #made(facts: BucketFacts): Bucket {
    const { name } = facts;
    const files = this.#files;
    return new Bucket(facts, {
      saveObject: (object, bytes) =>
        files?.saveObject(name, object, bytes) ?? this.#bodies.take(bytes),
      forgetObject: (key) => files?.forgetObject(name, key),
      saveTags: (tags) =>
        files?.saveBuckets(
          this.buckets.map((bucket) => (bucket.name === name ? { ...facts, tags } : bucket)),
        ),
    });
  }
}
