import { hashKeyOfPartitionKey, prefixOf, type HashKey } from './hash-key.ts';
import type { IncomingRecord } from './records/incoming-record.ts';
import { md5Prefix } from './md5-prefix.ts';
import type { Shard } from './shard.ts';

/** Which shard takes which hash keys, for as long as nothing opens or closes. */
export interface Routes {
  readonly from: number;
  readonly until: number;
  /** Of each shard, in ascending order. */
  readonly firstHashKeys: readonly HashKey[];
  readonly firstPrefixes: readonly number[];
  readonly shards: readonly Shard[];
}

/** The shards that take records at `now`, in the order of their ranges, which tile the key space. */
export function routesAt(now: number, all: readonly Shard[]): Routes {
  const shards = all
    .filter((shard) => shard.takesRecords(now))
    .sort((a, b) => (a.firstHashKey < b.firstHashKey ? -1 : 1));
  const changes = all.flatMap(({ opensAt, closing }) =>
    closing ? [opensAt, closing.endsAt] : [opensAt],
  );
  return {
    from: now,
    until: changes.reduce((next, at) => (at > now && at < next ? at : next), Infinity),
    firstHashKeys: shards.map((shard) => shard.firstHashKey),
    firstPrefixes: shards.map((shard) => prefixOf(shard.firstHashKey)),
    shards,
  };
}

/** The last shard that begins at `hashKey` or before. */
export const routeOf = ({ firstHashKeys, shards }: Routes, hashKey: HashKey): Shard =>
  shardAt(shards, lastUpTo(firstHashKeys, hashKey));

/** The same for a record's partition key, of whose hash the beginning nearly always tells. */
export function routeOfPartitionKey(
  routes: Routes,
  { source, keyFrom, keyTo }: IncomingRecord,
): Shard {
  const prefix = md5Prefix(source, keyFrom, keyTo);
  const place = lastUpTo(routes.firstPrefixes, prefix);
  const isOnBorder = routes.firstPrefixes[place] === prefix;
  if (isOnBorder) return routeOf(routes, hashKeyOfPartitionKey(source.subarray(keyFrom, keyTo)));
  return shardAt(routes.shards, place);
}

/** The place of the last one that is not above `bound`, in a list in ascending order. */
function lastUpTo<T extends HashKey | number>(ascending: readonly T[], bound: T): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? bound) <= bound) low = middle;
    else high = middle - 1;
  }
  return low;
}

function shardAt(shards: readonly Shard[], place: number): Shard {
  const shard = shards[place];
  if (!shard) throw new RangeError('no shard takes records');
  return shard;
}
