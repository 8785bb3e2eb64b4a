import type { HashKey } from './hash-key.ts';
import type { Shard } from './shard.ts';

/** Which shard takes which hash keys, for as long as nothing opens or closes. */
export interface Routes {
  readonly from: number;
  readonly until: number;
  /** Of each shard, in ascending order. */
  readonly firstHashKeys: readonly HashKey[];
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
    shards,
  };
}

/** The last shard that begins at `hashKey` or before. */
export function routeOf({ firstHashKeys, shards }: Routes, hashKey: HashKey): Shard {
  let low = 0;
  let high = shards.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((firstHashKeys[middle] ?? '') <= hashKey) low = middle;
    else high = middle - 1;
  }
  const shard = shards[low];
  if (!shard) throw new RangeError('no shard takes records');
  return shard;
}
