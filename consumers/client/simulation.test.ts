import { ListShardsCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import type { Random } from '#runtime/random.ts';
import { s3Store, type Consumer } from './consumer.ts';
import {
  BUCKET,
  clientsThrough,
  givenWorld,
  range,
  STREAM,
  type World,
} from './given-world.test-support.ts';
import { compareSequenceNumbers } from './record.ts';
import { decodeState, shardFormat, type Checkpoint } from './state.ts';
import { withTrouble, type Trouble } from './trouble.test-support.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const STEPS = 60;
const TROUBLE_RATE = 0.12;
const HANDLER_FAILURE_RATE = 0.02;
/** Longer than the longest backoff and the discovery of shards together. */
const CALM_MS = 120_000;

/** One consumer process: it can be closed, or die without a word. */
interface Worker {
  readonly consumer: Consumer<{ key: string; n: number }>;
  readonly running: Promise<void>;
  readonly kill: () => void;
}

/** A stream under load, resharded, read by workers that come and go, with all that can go wrong. */
class Simulation {
  readonly delivered: { key: string; n: number }[] = [];
  readonly world: World;
  readonly random: Random;
  readonly #read: 'polling' | 'efo';
  readonly #written = new Map<string, number>(KEYS.map((key) => [key, 0]));
  readonly #checkpoints = new Map<string, Checkpoint>();
  readonly #dead: Worker[] = [];
  #isCalm = false;
  #workers = 0;
  worker: Worker;

  constructor(world: World, read: 'polling' | 'efo', seed: number) {
    this.world = world;
    this.random = world.random.fork(`simulation ${seed}`);
    this.#read = read;
    this.worker = this.#start();
  }

  get written(): ReadonlyMap<string, number> {
    return this.#written;
  }

  async step(): Promise<void> {
    const { random, world } = this;
    for (let puts = random.int(0, 6); puts > 0; puts--) await this.#put();
    const chance = random.next();
    if (chance < 0.05) await this.#reshard();
    else if (chance < 0.1) this.#killAndReplace();
    else if (chance < 0.14) await this.#restart();
    await world.clock.advance(random.int(1, 4_000));
    await this.checkCheckpoints();
  }

  /** No more faults: everything must come to rest. */
  async calm(): Promise<void> {
    this.#isCalm = true;
    await this.world.clock.advance(CALM_MS);
    await this.checkCheckpoints();
  }

  async end(): Promise<void> {
    await this.world.settle(this.worker.consumer.close());
    await this.worker.running;
    for (const { consumer, running } of this.#dead) {
      await this.world.settle(consumer.close({ timeoutMs: 0 }));
      await running.catch(() => {});
    }
  }

  /** A stored checkpoint never moves back. */
  async checkCheckpoints(): Promise<void> {
    const store = s3Store({ client: this.world.s3, bucket: BUCKET });
    for await (const { key } of store.list('readers/')) {
      const object = key.includes('/shards/') ? await store.get(key) : undefined;
      if (!object) continue;
      const { checkpoint } = decodeState(key, object.body, shardFormat).state;
      expect(isBefore(checkpoint, this.#checkpoints.get(key))).toBe(false);
      this.#checkpoints.set(key, checkpoint);
    }
  }

  async #put(): Promise<void> {
    const key = this.random.pick(KEYS);
    const n = this.#written.get(key) ?? 0;
    this.#written.set(key, n + 1);
    await this.world.put(key, n);
  }

  #start(): Worker {
    const name = `worker-${(this.#workers += 1)}`;
    let isDead = false;
    const decide = (operation: string): Trouble | undefined =>
      isDead ? 'refuse' : this.#trouble(operation);
    const { kinesis, s3 } = clientsThrough(withTrouble(this.world.handler, decide));
    const consumer = this.world.consumer({
      client: kinesis,
      store: s3Store({ client: s3, bucket: BUCKET }),
      read: this.#read,
      random: this.world.random.fork(name),
      batch: { maxRecords: 5 },
      failure: { attempts: 1_000 },
      workerId: name,
    });
    const running = consumer.run({
      each: async ({ data }) => {
        if (this.random.next() < 0.3) await this.world.clock.sleep(this.random.int(1, 300));
        if (isDead || (!this.#isCalm && this.random.next() < HANDLER_FAILURE_RATE)) {
          throw new Error('the handler failed');
        }
        this.delivered.push(data);
      },
    });
    const kill = (): void => {
      isDead = true;
    };
    return { consumer, running, kill };
  }

  #trouble(operation: string): Trouble | undefined {
    if (this.#isCalm || this.random.next() >= TROUBLE_RATE) return undefined;
    const onS3: Trouble[] = operation === 'PUT' ? ['conflict'] : [];
    return this.random.pick<Trouble>(['throttle', 'refuse', 'break', 'lose', ...onS3]);
  }

  #killAndReplace(): void {
    this.worker.kill();
    this.#dead.push(this.worker);
    this.worker = this.#start();
  }

  async #restart(): Promise<void> {
    await this.world.settle(this.worker.consumer.close());
    await this.worker.running;
    this.worker = this.#start();
  }

  async #reshard(): Promise<void> {
    const { Shards = [] } = await this.world.kinesis.send(
      new ListShardsCommand({ StreamName: STREAM, ShardFilter: { Type: 'AT_LATEST' } }),
    );
    const open = Shards.map(({ ShardId = '', HashKeyRange }) => ({
      shardId: ShardId,
      from: BigInt(HashKeyRange?.StartingHashKey ?? 0),
      to: BigInt(HashKeyRange?.EndingHashKey ?? 0),
    })).sort((a, b) => (a.from < b.from ? -1 : 1));
    const index = this.random.int(0, open.length - 1);
    const [one, next] = [open[index], open[index + 1]];
    const isMerge = open.length > 3 || this.random.next() < 0.4;
    if (one && next && isMerge) await this.world.merge(one.shardId, next.shardId);
    else if (one && !isMerge) await this.world.split(one.shardId, (one.from + one.to) / 2n);
    await this.world.clock.advance(100);
  }
}

function isBefore(checkpoint: Checkpoint, last: Checkpoint | undefined): boolean {
  if (last === undefined || typeof last === 'string') {
    return last === 'SHARD_END' && checkpoint !== 'SHARD_END';
  }
  if (typeof checkpoint === 'string') return checkpoint !== 'SHARD_END';
  return compareSequenceNumbers(checkpoint.seq, last.seq) < 0;
}

/** Each number once, in the order in which it came first. */
const firstDeliveries = (delivered: Simulation['delivered'], key: string): number[] => [
  ...new Set(delivered.filter((item) => item.key === key).map(({ n }) => n)),
];

describe.each(['polling', 'efo'] as const)('consumers by %s under trouble', (read) => {
  it.each(range(1, 7))('lose nothing and keep the order of each key, seed %i', async (seed) => {
    const world = await givenWorld({ seed, shards: 2 });
    const simulation = new Simulation(world, read, seed);
    for (let step = 0; step < STEPS; step++) await simulation.step();
    await simulation.calm();

    for (const [key, count] of simulation.written) {
      expect(firstDeliveries(simulation.delivered, key)).toEqual(range(0, count));
    }
    const { maxMillisBehind } = simulation.worker.consumer.lag();
    expect(maxMillisBehind).toBe(0);
    await simulation.end();
  });
});
