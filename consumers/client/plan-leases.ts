/** A worker that takes part. */
export interface Sharer {
  readonly workerId: string;
  /** How many shards it takes at most; may be Infinity. */
  readonly maxShards: number;
}

/** A shard whose turn it is. */
export interface SharedShard {
  readonly shardId: string;
  /** Decimal, both ends included. */
  readonly hashRange: readonly [string, string];
  /** Who has it, or has asked for it; anyone who does not take part counts as nobody. */
  readonly holder: string | undefined;
}

/**
 * Which worker is to read which shard: as many for each as for any other, or one more; whoever has a
 * shard keeps it unless that is too many. The same for all who see the same, so that nobody leads, and
 * once it is so it stays so. A shard is left out only if nobody may take more.
 */
export function planLeases(
  sharers: readonly Sharer[],
  shards: readonly SharedShard[],
): ReadonlyMap<string, string> {
  const ordered = [...shards].sort(byMidpoint);
  const held = countHeld(sharers, ordered);
  const room = quotasOf(sharers, held, ordered.length);
  const plan = new Map<string, string>();
  const take = (shardId: string, workerId: string): void => {
    plan.set(shardId, workerId);
    room.set(workerId, (room.get(workerId) ?? 0) - 1);
  };
  for (const { shardId, holder } of ordered) {
    if (holder !== undefined && (room.get(holder) ?? 0) > 0) take(shardId, holder);
  }
  const takers = [...room.keys()].sort();
  for (const { shardId } of ordered) {
    if (plan.has(shardId)) continue;
    const taker = takers.find((workerId) => (room.get(workerId) ?? 0) > 0);
    if (taker !== undefined) take(shardId, taker);
  }
  return plan;
}

/** Neighbours on the ring of hash keys go to the same worker where that is free to choose. */
function byMidpoint(a: SharedShard, b: SharedShard): number {
  const [one, other] = [midpoint(a), midpoint(b)];
  if (one !== other) return one < other ? -1 : 1;
  return a.shardId < b.shardId ? -1 : 1;
}

const midpoint = ({ hashRange: [from, to] }: SharedShard): bigint => BigInt(from) + BigInt(to);

function countHeld(
  sharers: readonly Sharer[],
  shards: readonly SharedShard[],
): Map<string, number> {
  const held = new Map(sharers.map(({ workerId }) => [workerId, 0]));
  for (const { holder } of shards) {
    const count = holder === undefined ? undefined : held.get(holder);
    if (holder !== undefined && count !== undefined) held.set(holder, count + 1);
  }
  return held;
}

/** One for each in turn until all are given away; who has most begins, so that least has to move. */
function quotasOf(
  sharers: readonly Sharer[],
  held: ReadonlyMap<string, number>,
  shards: number,
): Map<string, number> {
  const heldBy = ({ workerId }: Sharer): number => held.get(workerId) ?? 0;
  const inTurn = [...sharers].sort(
    (a, b) => heldBy(b) - heldBy(a) || (a.workerId < b.workerId ? -1 : 1),
  );
  const quotas = new Map(inTurn.map(({ workerId }) => [workerId, 0]));
  let left = shards;
  for (let quota = 0; left > 0; quota++) {
    const hungry = inTurn.filter(({ maxShards }) => maxShards > quota).slice(0, left);
    if (hungry.length === 0) break;
    for (const { workerId } of hungry) quotas.set(workerId, quota + 1);
    left -= hungry.length;
  }
  return quotas;
}
