import { describe, expect, it } from 'vitest';
import { givenWorld, range } from './given-world.test-support.ts';
import { Simulation, type SimulationOptions } from './simulation.test-support.ts';

const STEPS = 60;
const GROUP_STEPS = 45;
/** Longer than the longest backoff and the discovery of shards together. */
const CALM_MS = 120_000;
/** And than a worker that owns shards takes to be found dead, and shards to be handed over. */
const GROUP_CALM_MS = 240_000;

/** Each number once, in the order in which it came first. */
const firstDeliveries = (delivered: Simulation['delivered'], key: string): number[] => [
  ...new Set(delivered.filter((item) => item.key === key).map(({ n }) => n)),
];

async function simulate(
  options: SimulationOptions,
  { steps, calmMs }: { readonly steps: number; readonly calmMs: number },
): Promise<Simulation> {
  const world = await givenWorld({ seed: options.seed, shards: 2 });
  const simulation = new Simulation(world, options);
  for (let step = 0; step < steps; step++) await simulation.step();
  await simulation.calm(calmMs);

  for (const [key, count] of simulation.written) {
    expect(firstDeliveries(simulation.delivered, key)).toEqual(range(0, count));
  }
  expect(simulation.history.broken).toEqual([]);
  const lags = simulation.consumers.map((consumer) => consumer.lag());
  expect(lags.map(({ maxMillisBehind }) => maxMillisBehind)).toEqual(lags.map(() => 0));
  return simulation;
}

describe.each(['polling', 'efo'] as const)('consumers by %s under trouble', (read) => {
  it.each(range(1, 7))(
    'lose nothing and keep the order of each key, seed %i',
    async (seed) => {
      const simulation = await simulate(
        { read, seed, workers: 1 },
        { steps: STEPS, calmMs: CALM_MS },
      );
      await simulation.end();
    },
    60_000,
  );

  it.each(range(11, 15))(
    'do so too when several share the shards, seed %i',
    async (seed) => {
      const simulation = await simulate(
        { read, seed, workers: 3 },
        { steps: GROUP_STEPS, calmMs: GROUP_CALM_MS },
      );
      // All has come to rest: each shard is read by one of them, and none by more than its share.
      const shards = simulation.consumers.map((consumer) => consumer.lag().shards);
      const open = await simulation.openShards();
      expect(shards.flatMap((read_) => read_.map(({ shardId }) => shardId)).sort()).toEqual(
        open.sort(),
      );
      const share = Math.ceil(open.length / shards.length);
      expect(Math.max(...shards.map(({ length }) => length))).toBeLessThanOrEqual(share);
      await simulation.end();
    },
    60_000,
  );
});
