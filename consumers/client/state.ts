import { z } from 'zod';
import { StateUnreadable } from './errors.ts';

/** Changes when an older version could no longer read what this one writes. */
const FORMAT = 1;

const checkpoint = z.union([
  z.enum(['TRIM_HORIZON', 'START_AT', 'SHARD_END']),
  z.object({ seq: z.string(), sub: z.int() }),
]);

/** After which record to go on, or a word: the oldest, where the group began, or nothing is left. */
export type Checkpoint = z.output<typeof checkpoint>;

const shardState = z.object({
  owner: z.string().nullable(),
  /** Tells two processes apart that call themselves by the same worker id. */
  incarnation: z.string().nullable(),
  /** Grows with each change of owner. */
  epoch: z.int(),
  /** The worker that has asked the owner for the shard. */
  handoffTo: z.string().optional(),
  parents: z.array(z.string()),
  hashRange: z.tuple([z.string(), z.string()]),
  checkpoint,
  /** Everything that arrived up to this instant (epoch ms) is behind the checkpoint; null: unknown. */
  handledUntil: z.number().nullable(),
});

/** All that is known of one shard, in one object: owner and checkpoint change in the same write. */
export type ShardState = z.output<typeof shardState>;

const groupState = z.object({
  startAt: z.union([z.literal('TRIM_HORIZON'), z.object({ at: z.number() })]),
  /** Every shard that was listed at the birth has its object; whatever is listed later is a child. */
  born: z.boolean(),
});

export type GroupState = z.output<typeof groupState>;

const workerState = z.object({
  incarnation: z.string(),
  /** How many shards it takes at most; null: any number. */
  maxShards: z.int().nullable(),
  /** It takes no shard any more: it is closing, or was found dead. */
  isLeaving: z.boolean(),
});

/** A worker's sign of life: the object is written again and again, which changes its version. */
export type WorkerState = z.output<typeof workerState>;

/** How one kind of state is read back from its object. */
export interface Format<S> {
  readonly parse: (state: unknown) => S;
}

export const shardFormat: Format<ShardState> = { parse: (state) => shardState.parse(state) };
export const groupFormat: Format<GroupState> = { parse: (state) => groupState.parse(state) };
export const workerFormat: Format<WorkerState> = { parse: (state) => workerState.parse(state) };

/** What every object holds besides its state. */
export interface Revision {
  /** Grows with each write, so that the same bytes, and with them the same ETag, never recur. */
  readonly rev: number;
  /** Fresh for each attempt to write, so that a writer whose answer was lost knows its own work. */
  readonly nonce: string;
}

const envelope = z.looseObject({ v: z.literal(FORMAT), rev: z.int(), nonce: z.string() });

export const encodeState = (state: object, { rev, nonce }: Revision): Uint8Array =>
  Buffer.from(JSON.stringify({ v: FORMAT, rev, nonce, ...state }));

/** Throws StateUnreadable. */
export function decodeState<S>(
  key: string,
  body: Uint8Array,
  format: Format<S>,
): Revision & { readonly state: S } {
  try {
    const raw: unknown = JSON.parse(Buffer.from(body).toString());
    const { rev, nonce } = envelope.parse(raw);
    return { rev, nonce, state: format.parse(raw) };
  } catch (error) {
    throw new StateUnreadable(key, error);
  }
}

export const shardKey = (groupKey: string, shardId: string): string =>
  `${groupKey}/shards/${shardId}.json`;

export const workerKey = (groupKey: string, workerId: string): string =>
  `${groupKey}/workers/${workerId}.json`;
