import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readStateFile, STATE_AT, writeStateFile } from '../store/state-file.ts';
import { syncFolder } from '../store/sync-folder.ts';
import { FileBody } from './body.ts';
import type { BucketFacts, ObjectFacts, StoredObject } from './bucket.ts';

export interface KeptObject {
  readonly bucket: string;
  readonly object: StoredObject;
}

/**
 * Objects as files of a folder, each whole or absent and known by its checksum if it is neither. A file
 * is named by a hash: a key is never a path on a disk.
 */
export class ObjectFiles {
  readonly #folder: string;
  readonly #fsync: boolean;

  constructor(folder: string, fsync: boolean) {
    this.#folder = folder;
    this.#fsync = fsync;
  }

  saveBuckets(buckets: readonly BucketFacts[]): void {
    const text = JSON.stringify(
      buckets.map(({ name, region, createdAt, tags }) => ({
        name,
        region,
        createdAt,
        tags: [...tags],
      })),
    );
    writeStateFile(this.#file(BUCKETS), [Buffer.from(text)], { fsync: this.#fsync });
  }

  saveObject(bucket: string, facts: ObjectFacts, body: Uint8Array): FileBody {
    const text = JSON.stringify({ bucket, ...facts, headers: [...facts.headers] });
    const head = Buffer.from(`${text}\n`);
    const file = this.#fileOf(bucket, facts.key);
    writeStateFile(file, [head, body], { fsync: this.#fsync });
    return new FileBody(file, STATE_AT + head.length, body.length);
  }

  forgetObject(bucket: string, key: string): void {
    rmSync(this.#fileOf(bucket, key), { force: true });
    if (this.#fsync) syncFolder(this.#folder);
  }

  /** Throws DataDamaged. */
  loadBuckets(): readonly BucketFacts[] {
    if (!readdirSync(this.#folder).includes(BUCKETS)) return [];
    const text = readStateFile(this.#file(BUCKETS)).toString();
    const buckets = JSON.parse(text) as (Omit<BucketFacts, 'tags'> & { tags: Pairs })[];
    return buckets.map((facts) => ({ ...facts, tags: new Map(facts.tags) }));
  }

  /** Throws DataDamaged. */
  *loadObjects(): Generator<KeptObject> {
    for (const name of readdirSync(this.#folder)) {
      if (name.endsWith(OBJECT_SUFFIX)) yield readObjectFile(this.#file(name));
    }
  }

  #fileOf(bucket: string, key: string): string {
    // No bucket's name has a slash, so no two places share a text.
    const hash = createHash('sha256').update(`${bucket}/${key}`).digest('hex');
    return this.#file(`${hash}${OBJECT_SUFFIX}`);
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }
}

const BUCKETS = 'buckets';
const OBJECT_SUFFIX = '.object';

type Pairs = readonly (readonly [string, string])[];

function readObjectFile(file: string): KeptObject {
  const payload = readStateFile(file);
  const headEnd = payload.indexOf('\n');
  const { bucket, headers, ...facts } = JSON.parse(payload.toString('utf8', 0, headEnd)) as Omit<
    ObjectFacts,
    'headers'
  > & { readonly bucket: string; readonly headers: Pairs };
  const bodyAt = headEnd + 1;
  const body = new FileBody(file, STATE_AT + bodyAt, payload.length - bodyAt);
  return { bucket, object: { ...facts, headers: new Map(headers), body } };
}
