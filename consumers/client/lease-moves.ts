import { planLeases, type Sharer } from './plan-leases.ts';
import type { ShardState } from './state.ts';

export interface LeasesSeen {
  readonly workerId: string;
  /** Every worker that gives signs of life, this one and those that are closing included. */
  readonly alive: ReadonlySet<string>;
  /** Those of them that take shards. */
  readonly sharers: readonly Sharer[];
  /** The shards whose turn it is. */
  readonly shards: ReadonlyMap<string, Pick<ShardState, 'owner' | 'handoffTo' | 'hashRange'>>;
  /** What this worker reads now. */
  readonly reading: ReadonlySet<string>;
  /** When this worker asked for a shard that it has not been given yet. */
  readonly askedAt: ReadonlyMap<string, number>;
  /** When a shard was last seen to change its owner. */
  readonly movedAt: ReadonlyMap<string, number>;
  readonly now: number;
  /** How long an owner may take to hand over, and how long a shard then stays where it is. */
  readonly patienceMs: number;
}

/** What this worker is to do about its shards and those of the others. */
export interface LeaseMoves {
  /** What falls to this worker, whether it has it yet or not. */
  readonly share: readonly string[];
  /** Nobody's, a dead worker's, our own from before, or not handed over in time. */
  readonly take: readonly string[];
  /** Ours by name alone, and to go to someone else. */
  readonly free: readonly string[];
  /** To be asked of their owners. */
  readonly ask: readonly string[];
  /** A living worker has asked for them. */
  readonly handOver: readonly string[];
  /** A worker that is dead has asked for them. */
  readonly decline: readonly string[];
}

/** Each move interrupts the reading of a shard, so they are made little by little. */
const MAX_ASKED_AT_ONCE = 2;

export function leaseMoves(seen: LeasesSeen): LeaseMoves {
  const { workerId, alive, reading } = seen;
  const plan = planLeases(seen.sharers, holders(seen));
  const shards = [...seen.shards].map(([shardId, state]) => ({ shardId, ...state }));
  const falls = (to: string, shardId: string): boolean => plan.get(shardId) === to;
  const isLive = (id: string | null | undefined): boolean => alive.has(id ?? '');

  const share = shards.filter(({ shardId }) => falls(workerId, shardId));
  const unread = share.filter(({ shardId }) => !reading.has(shardId));
  const isFree = ({ owner }: Shard): boolean => !isLive(owner) || owner === workerId;
  const askedFor = shards.filter(
    ({ shardId, handoffTo }) => reading.has(shardId) && handoffTo !== undefined,
  );
  return {
    share: idsOf(share),
    take: idsOf(unread.filter((shard) => isFree(shard) || isOverdue(seen, shard))),
    free: idsOf(
      shards.filter(
        ({ shardId, owner }) =>
          owner === workerId && !reading.has(shardId) && !falls(workerId, shardId),
      ),
    ),
    ask: idsOf(unread.filter((shard) => !isFree(shard) && mayAsk(seen, shard))).slice(
      0,
      MAX_ASKED_AT_ONCE,
    ),
    handOver: idsOf(askedFor.filter(({ handoffTo }) => isLive(handoffTo))),
    decline: idsOf(askedFor.filter(({ handoffTo }) => !isLive(handoffTo))),
  };
}

interface Shard {
  readonly shardId: string;
  readonly owner: string | null;
  readonly handoffTo?: string | undefined;
}

const idsOf = (shards: readonly Shard[]): string[] => shards.map(({ shardId }) => shardId);

/** Who has asked for a shard has it already, as far as the plan goes. */
function holders({ shards, sharers }: LeasesSeen) {
  const takesPart = new Set(sharers.map(({ workerId }) => workerId));
  return [...shards].map(([shardId, { owner, handoffTo, hashRange }]) => ({
    shardId,
    hashRange,
    holder: takesPart.has(handoffTo ?? '') ? handoffTo : (owner ?? undefined),
  }));
}

/** The owner has been asked and has not handed it over. */
function isOverdue({ workerId, askedAt, now, patienceMs }: LeasesSeen, shard: Shard): boolean {
  if (shard.handoffTo !== workerId) return false;
  return now - (askedAt.get(shard.shardId) ?? now) >= patienceMs;
}

/** Not of one that is closing: it lets go by itself. Nor of one that was given the shard just now. */
function mayAsk(seen: LeasesSeen, { shardId, owner, handoffTo }: Shard): boolean {
  const isSharer = seen.sharers.some(({ workerId }) => workerId === owner);
  const isAskedFor = handoffTo !== undefined && seen.alive.has(handoffTo);
  if (!isSharer || isAskedFor) return false;
  const movedAt = seen.movedAt.get(shardId);
  return movedAt === undefined || seen.now - movedAt >= seen.patienceMs;
}
