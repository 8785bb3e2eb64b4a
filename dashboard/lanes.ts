import type { ConsumerStatus, ShardDescription } from '#pipeline/status.ts';
import type { Rates } from './rates.ts';
import type { Statuses } from './statuses.ts';
import type { ShardView } from './view.ts';

/** As on AWS: what one shard takes in a second. */
export const SHARD_RECORDS_PER_SECOND = 1_000;
export const SHARD_BYTES_PER_SECOND = 1_048_576;

/** Of a limit, or beside the other shards: from here on a shard is called hot. */
const HOT_SHARE_OF_LIMIT = 0.7;
const HOT_TIMES_THE_MEAN = 2;
const HOT_FROM_RECORDS_PER_SECOND = 10;

/** Rounds that a shard stays in the picture after the last consumer has left it. */
const ROUNDS_UNTIL_GONE = 50;

const RING = 2 ** 128;

/** The shards as lanes: where each lies on the ring of hash keys, what it takes, how it ends. */
export class Lanes {
  readonly #totals = new Map<string, { records: number; bytes: number }>();
  readonly #drainedFor = new Map<string, number>();
  readonly #lives = new Map<
    string,
    { openedAt: number | undefined; closedAt: number | undefined }
  >();

  /** Counters for the rates, by name. */
  totals({ consumers }: Statuses): [string, number][] {
    for (const { shards } of consumers) {
      for (const { shardId, records, bytes } of shards) this.#note(shardId, records, bytes);
    }
    return [...this.#totals].flatMap(([shardId, { records, bytes }]): [string, number][] => [
      [recordsOf(shardId), records],
      [bytesOf(shardId), bytes],
    ]);
  }

  view({ stream, consumers, clock }: Statuses, rates: Rates): ShardView[] {
    this.#noteLives(stream.shards, clock.now);
    const lanes = stream.shards.map((shard) => this.#lane(shard, consumers, rates));
    const open = lanes.filter(({ state }) => state === 'open');
    const mean = open.reduce((sum, lane) => sum + lane.recordsPerSecond, 0) / (open.length || 1);
    return lanes
      .filter((lane) => this.#isInThePicture(lane))
      .map((lane) => ({ ...lane, isHot: isHot(lane, mean, open.length) }))
      .sort((a, b) => a.from - b.from || (a.shardId < b.shardId ? -1 : 1));
  }

  /** The consumer that is furthest ahead has seen most of what the shard took. */
  #note(shardId: string, records: number, bytes: number): void {
    const known = this.#totals.get(shardId) ?? { records: 0, bytes: 0 };
    this.#totals.set(shardId, {
      records: Math.max(known.records, records),
      bytes: Math.max(known.bytes, bytes),
    });
  }

  #lane(
    shard: ShardDescription,
    consumers: readonly ConsumerStatus[],
    rates: Rates,
  ): Omit<ShardView, 'isHot'> {
    const { shardId, parentIds, startingHashKey, endingHashKey } = shard;
    return {
      shardId,
      parentIds,
      startingHashKey,
      endingHashKey,
      from: Number(startingHashKey) / RING,
      to: (Number(endingHashKey) + 1) / RING,
      state: stateOf(shard, consumers),
      openedAt: this.#lives.get(shardId)?.openedAt,
      closedAt: this.#lives.get(shardId)?.closedAt,
      records: this.#totals.get(shardId)?.records ?? 0,
      recordsPerSecond: rates.perSecond(recordsOf(shardId)),
      bytesPerSecond: rates.perSecond(bytesOf(shardId)),
    };
  }

  #noteLives(shards: readonly ShardDescription[], now: number): void {
    const isFirstLook = this.#lives.size === 0;
    for (const { shardId, isOpen } of shards) {
      const known = this.#lives.get(shardId);
      const openedAt = known ? known.openedAt : isFirstLook ? undefined : now;
      const closedAt = isOpen ? undefined : (known?.closedAt ?? now);
      this.#lives.set(shardId, { openedAt, closedAt });
    }
  }

  #isInThePicture({ shardId, state }: Pick<ShardView, 'shardId' | 'state'>): boolean {
    if (state !== 'drained') return true;
    const rounds = (this.#drainedFor.get(shardId) ?? 0) + 1;
    this.#drainedFor.set(shardId, rounds);
    return rounds <= ROUNDS_UNTIL_GONE;
  }
}

function stateOf(
  { shardId, isOpen }: ShardDescription,
  consumers: readonly ConsumerStatus[],
): ShardView['state'] {
  if (isOpen) return 'open';
  const isRead = consumers.some(({ shards }) => shards.some((read) => read.shardId === shardId));
  return isRead ? 'draining' : 'drained';
}

function isHot(
  { state, recordsPerSecond, bytesPerSecond }: Omit<ShardView, 'isHot'>,
  mean: number,
  lanes: number,
): boolean {
  if (state !== 'open') return false;
  const used = Math.max(
    recordsPerSecond / SHARD_RECORDS_PER_SECOND,
    bytesPerSecond / SHARD_BYTES_PER_SECOND,
  );
  const isBesideOthers =
    lanes > 2 &&
    recordsPerSecond >= HOT_FROM_RECORDS_PER_SECOND &&
    recordsPerSecond >= HOT_TIMES_THE_MEAN * mean;
  return used >= HOT_SHARE_OF_LIMIT || isBesideOthers;
}

const recordsOf = (shardId: string): string => `${shardId} records`;
const bytesOf = (shardId: string): string => `${shardId} bytes`;
