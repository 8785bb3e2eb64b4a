import { compareSequenceNumbers } from './record.ts';
import { decodeState, shardFormat, type Checkpoint, type ShardState } from './state.ts';

/** Every write of a shard's state that took effect, and who handled its records, held against the rules. */
export class ShardHistory {
  readonly broken: string[] = [];
  readonly #states = new Map<string, ShardState>();
  readonly #owners = new Map<string, string>();
  readonly #handlers = new Map<string, string>();

  written(key: string, body: Uint8Array): void {
    if (!key.includes('/shards/')) return;
    const { state, nonce } = decodeState(key, body, shardFormat);
    const before = this.#states.get(key);
    this.#states.set(key, state);
    if (!before) return;
    const writer = nonce.slice(0, nonce.lastIndexOf('/'));
    const hasMoved = JSON.stringify(before.checkpoint) !== JSON.stringify(state.checkpoint);
    if (isBefore(state.checkpoint, before.checkpoint)) this.#broke('checkpoint moved back', key);
    if (state.epoch < before.epoch) this.#broke('epoch went back', key);
    if (hasMoved && (state.epoch !== before.epoch || writer !== before.incarnation)) {
      this.#broke(`checkpoint by ${writer}, who was not the owner`, key);
    }
    if (state.incarnation !== null) this.#owns(key, state.epoch, state.incarnation);
  }

  handled(shardId: string, epoch: number, worker: string): void {
    const known = this.#handlers.get(`${shardId} ${epoch}`) ?? worker;
    this.#handlers.set(`${shardId} ${epoch}`, known);
    if (known !== worker)
      this.#broke(`records of epoch ${epoch} at ${known} and ${worker}`, shardId);
  }

  #owns(key: string, epoch: number, incarnation: string): void {
    const known = this.#owners.get(`${key} ${epoch}`) ?? incarnation;
    this.#owners.set(`${key} ${epoch}`, known);
    if (known !== incarnation) this.#broke(`two owners in epoch ${epoch}`, key);
  }

  #broke(what: string, where: string): void {
    this.broken.push(`${where}: ${what}`);
  }
}

function isBefore(checkpoint: Checkpoint, last: Checkpoint): boolean {
  if (typeof last === 'string') return last === 'SHARD_END' && checkpoint !== 'SHARD_END';
  if (typeof checkpoint === 'string') return checkpoint !== 'SHARD_END';
  return compareSequenceNumbers(checkpoint.seq, last.seq) < 0;
}
