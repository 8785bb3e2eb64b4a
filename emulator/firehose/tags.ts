import { tooManyTags } from './errors.ts';

/** As on AWS: of one delivery stream. */
const MAX_TAGS = 50;

export interface Tag {
  readonly Key: string;
  readonly Value?: string | undefined;
}

/** What a delivery stream is labelled with, in the order in which the keys came. */
export class Tags {
  readonly #values: Map<string, string>;

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(values));
  }

  /** By key. */
  get values(): ReadonlyMap<string, string> {
    return this.#values;
  }

  /** As on AWS: a tag without a value has an empty one, and a new value takes the old one's place. */
  add(tags: readonly Tag[]): void {
    const keys = new Set([...this.#values.keys(), ...tags.map(({ Key: key }) => key)]);
    if (keys.size > MAX_TAGS) throw tooManyTags(MAX_TAGS);
    for (const { Key: key, Value: value = '' } of tags) this.#values.set(key, value);
  }

  /** As on AWS: taking away a tag that is not there is no mistake. */
  remove(keys: readonly string[]): void {
    for (const key of keys) this.#values.delete(key);
  }
}
