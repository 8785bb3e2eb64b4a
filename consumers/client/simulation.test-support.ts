import { ListShardsCommand } from '@aws-sdk/client-kinesis';
import type { Random } from '#runtime/random.ts';
import { s3Store, type Consumer } from './consumer.ts';
import {
  BUCKET,
  clientsThrough,
  STREAM,
  type Item,
  type World,
} from './given-world.test-support.ts';
import { ShardHistory } from './shard-history.test-support.ts';
import { observed, withTrouble, type Trouble } from './trouble.test-support.ts';

export const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const TROUBLE_RATE = 0.12;
const HANDLER_FAILURE_RATE = 0.02;
const MAX_WORKERS = 4;
/** Longer and shorter than it takes to be thought dead. */
const SILENCE_MS = [5_000, 60_000] as const;

/** One consumer process: it can be closed, fall silent for a while, or die without a word. */
interface Worker {
  readonly consumer: Consumer<Item>;
  readonly running: Promise<void>;
  readonly kill: () => void;
  readonly silence: (ms: number) => void;
}

export interface SimulationOptions {
  readonly read: 'polling' | 'efo';
  readonly seed: number;
  /** At the beginning. With more than one, workers are also added, taken away and cut off. */
  readonly workers: number;
}

/** A stream under load, resharded, read by workers that come and go, with all that can go wrong. */
export class Simulation {
  readonly delivered: Item[] = [];
  readonly history = new ShardHistory();
  readonly #world: World;
  readonly #random: Random;
  readonly #read: 'polling' | 'efo';
  readonly #isGroup: boolean;
  readonly #written = new Map<string, number>(KEYS.map((key) => [key, 0]));
  readonly #dead: Worker[] = [];
  #isCalm = false;
  #started = 0;
  #workers: Worker[];

  constructor(world: World, { read, seed, workers }: SimulationOptions) {
    this.#world = world;
    this.#random = world.random.fork(`simulation ${seed}`);
    this.#read = read;
    this.#isGroup = workers > 1;
    this.#workers = Array.from({ length: workers }, () => this.#start());
  }

  get written(): ReadonlyMap<string, number> {
    return this.#written;
  }

  get consumers(): readonly Consumer<Item>[] {
    return this.#workers.map(({ consumer }) => consumer);
  }

  async step(): Promise<void> {
    for (let puts = this.#random.int(0, 6); puts > 0; puts--) await this.#put();
    const chance = this.#random.next();
    if (chance < 0.05) await this.#reshard();
    else if (chance < 0.1) this.#replace(this.#pickWorker(), [this.#start()]);
    else if (chance < 0.14) await this.#close(this.#pickWorker(), [this.#start()]);
    else if (this.#isGroup) await this.#scale(chance);
    await this.#world.clock.advance(this.#random.int(1, 4_000));
  }

  /** No more faults: everything must come to rest. */
  async calm(ms: number): Promise<void> {
    this.#isCalm = true;
    await this.#world.clock.advance(ms);
  }

  async openShards(): Promise<string[]> {
    return (await this.#listOpen()).map(({ shardId }) => shardId);
  }

  async end(): Promise<void> {
    for (const worker of this.#workers) await this.#close(worker, []);
    for (const { consumer, running } of this.#dead) {
      await this.#world.settle(consumer.close({ timeoutMs: 0 }));
      await running.catch(() => {});
    }
  }

  async #scale(chance: number): Promise<void> {
    const isMany = this.#workers.length > 1;
    if (chance < 0.17 && this.#workers.length < MAX_WORKERS) this.#workers.push(this.#start());
    else if (chance < 0.2 && isMany) await this.#close(this.#pickWorker(), []);
    else if (chance < 0.22 && isMany) this.#replace(this.#pickWorker(), []);
    else if (chance < 0.25) this.#pickWorker().silence(this.#random.int(...SILENCE_MS));
  }

  #pickWorker(): Worker {
    return this.#random.pick(this.#workers);
  }

  async #put(): Promise<void> {
    const key = this.#random.pick(KEYS);
    const n = this.#written.get(key) ?? 0;
    this.#written.set(key, n + 1);
    await this.#world.put(key, n);
  }

  #start(): Worker {
    const { clock, handler, random } = this.#world;
    const name = `worker-${(this.#started += 1)}`;
    let isDead = false;
    let silentUntil = 0;
    const decide = (operation: string): Trouble | undefined =>
      isDead || clock.now() < silentUntil ? 'refuse' : this.#trouble(operation);
    const seen = observed(handler, (key, body) => this.history.written(key, body));
    const { kinesis, s3 } = clientsThrough(withTrouble(seen, decide));
    const consumer = this.#world.consumer({
      client: kinesis,
      store: s3Store({ client: s3, bucket: BUCKET }),
      read: this.#read,
      random: random.fork(name),
      batch: { maxRecords: 5 },
      failure: { attempts: 1_000 },
      workerId: name,
    });
    const running = consumer.run({
      each: async ({ data, shardId }, { epoch }) => {
        if (this.#random.next() < 0.3) await clock.sleep(this.#random.int(1, 300));
        if (isDead || (!this.#isCalm && this.#random.next() < HANDLER_FAILURE_RATE)) {
          throw new Error('the handler failed');
        }
        this.history.handled(shardId, epoch, name);
        this.delivered.push(data);
      },
    });
    running.catch(() => {});
    return {
      consumer,
      running,
      kill: () => (isDead = true),
      silence: (ms) => (silentUntil = clock.now() + ms),
    };
  }

  #trouble(operation: string): Trouble | undefined {
    if (this.#isCalm || this.#random.next() >= TROUBLE_RATE) return undefined;
    const onS3: Trouble[] = operation === 'PUT' ? ['conflict'] : [];
    return this.#random.pick<Trouble>(['throttle', 'refuse', 'break', 'lose', ...onS3]);
  }

  #replace(worker: Worker, by: readonly Worker[]): void {
    worker.kill();
    this.#dead.push(worker);
    this.#workers = [...this.#workers.filter((other) => other !== worker), ...by];
  }

  async #close(worker: Worker, by: readonly Worker[]): Promise<void> {
    this.#workers = [...this.#workers.filter((other) => other !== worker), ...by];
    await this.#world.settle(worker.consumer.close());
    await worker.running;
  }

  async #reshard(): Promise<void> {
    const open = await this.#listOpen();
    const index = this.#random.int(0, open.length - 1);
    const [one, next] = [open[index], open[index + 1]];
    const isMerge = open.length > 3 || this.#random.next() < 0.4;
    if (one && next && isMerge) await this.#world.merge(one.shardId, next.shardId);
    else if (one && !isMerge) await this.#world.split(one.shardId, (one.from + one.to) / 2n);
    await this.#world.clock.advance(100);
  }

  async #listOpen() {
    const { Shards = [] } = await this.#world.kinesis.send(
      new ListShardsCommand({ StreamName: STREAM, ShardFilter: { Type: 'AT_LATEST' } }),
    );
    return Shards.map(({ ShardId = '', HashKeyRange }) => ({
      shardId: ShardId,
      from: BigInt(HashKeyRange?.StartingHashKey ?? 0),
      to: BigInt(HashKeyRange?.EndingHashKey ?? 0),
    })).sort((a, b) => (a.from < b.from ? -1 : 1));
  }
}
