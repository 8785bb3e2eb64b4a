import type { Body } from './body.ts';
import type { Checksum } from './checksum.ts';
import { noSuchKey } from './errors.ts';
import { keyOfOrder, orderOfKey } from './key-order.ts';
import { SortedKeys } from './sorted-keys.ts';

/** What is known of an object besides its body. */
export interface ObjectFacts {
  readonly key: string;
  /** In double quotes, as it goes on the wire. */
  readonly etag: string;
  readonly lastModifiedAt: number;
  readonly checksum: Checksum;
  /** What came with the object and goes back with it: content headers and `x-amz-meta-…`, lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface StoredObject extends ObjectFacts {
  readonly body: Body;
}

/** An object and its place in listings (see key-order.ts). */
export interface ListedObject {
  readonly order: string;
  readonly object: StoredObject;
}

export type Tags = ReadonlyMap<string, string>;

export interface BucketFacts {
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  readonly tags: Tags;
}

/** Told before the bucket changes; what it throws, such as that there is no room, stops the change. */
export interface BucketKeeper {
  readonly saveTags: (tags: Tags) => void;
  /** Gives where the bytes are from then on. */
  readonly saveObject: (facts: ObjectFacts, bytes: Uint8Array) => Body;
  readonly forgetObject: (key: string) => void;
}

/** Objects by their exact key: a key is never a path on a disk. */
export class Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  readonly #keeper: BucketKeeper;
  readonly #objects = new Map<string, StoredObject>();
  readonly #order = new SortedKeys();
  #tags: Tags;

  constructor({ name, region, createdAt, tags }: BucketFacts, keeper: BucketKeeper) {
    this.name = name;
    this.region = region;
    this.createdAt = createdAt;
    this.#tags = tags;
    this.#keeper = keeper;
  }

  get tags(): Tags {
    return this.#tags;
  }

  /** As on AWS: all of them at once. */
  replaceTags(tags: Tags): void {
    this.#keeper.saveTags(tags);
    this.#tags = tags;
  }

  get isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  find(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** Throws NoSuchKey. */
  object(key: string): StoredObject {
    const object = this.#objects.get(key);
    if (!object) throw noSuchKey(key);
    return object;
  }

  put(facts: ObjectFacts, bytes: Uint8Array): void {
    const body = this.#keeper.saveObject(facts, bytes);
    this.#objects.get(facts.key)?.body.forget();
    this.restore({ ...facts, body });
  }

  /** Takes what is kept already. */
  restore(object: StoredObject): void {
    if (!this.#objects.has(object.key)) this.#order.add(orderOfKey(object.key));
    this.#objects.set(object.key, object);
  }

  delete(key: string): void {
    const object = this.#objects.get(key);
    if (!object) return;
    this.#keeper.forgetObject(key);
    object.body.forget();
    this.#objects.delete(key);
    this.#order.delete(orderOfKey(key));
  }

  /** The first object, in S3's order, that is not before `bound` (an order, not a key). */
  firstFrom(bound: string): ListedObject | undefined {
    const order = this.#order.firstFrom(bound);
    const object = order === undefined ? undefined : this.#objects.get(keyOfOrder(order));
    return order === undefined || !object ? undefined : { order, object };
  }
}
