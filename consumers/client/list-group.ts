import type { CoordinationStore } from './coordination.ts';
import { StateIncomplete } from './errors.ts';

/** A worker's sign of life, as the listing shows it. */
export interface ListedWorker {
  readonly workerId: string;
  readonly version: string;
  /** Since it was written, if the store can tell. */
  readonly ageMs: number | undefined;
}

export interface ListedGroup {
  readonly workers: readonly ListedWorker[];
  /** The version of each shard's state. */
  readonly shards: ReadonlyMap<string, string>;
}

/** One listing shows all that has changed in a group. Throws StateIncomplete. */
export async function listGroup(store: CoordinationStore, groupKey: string): Promise<ListedGroup> {
  const workers: ListedWorker[] = [];
  const shards = new Map<string, string>();
  let isThere = false;
  for await (const { key, version, ageMs } of store.list(`${groupKey}/`)) {
    const path = key.slice(groupKey.length + 1);
    const name = path.slice(path.indexOf('/') + 1, -'.json'.length);
    if (path === 'group.json') isThere = true;
    else if (path.startsWith('workers/')) workers.push({ workerId: name, version, ageMs });
    else if (path.startsWith('shards/')) shards.set(name, version);
  }
  if (!isThere) throw new StateIncomplete(`${groupKey}/group.json`);
  return { workers, shards };
}
