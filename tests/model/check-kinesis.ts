import fc from 'fast-check';
import { commands, type Expected } from './commands.ts';
import { START, startEmulator, type EmulatorUnderTest } from './emulator-under-test.ts';
import { ReferenceModel } from './reference-model.ts';

type Commands = Iterable<fc.AsyncCommand<Expected, EmulatorUnderTest>>;

const shardCounts = fc.integer({ min: 1, max: 4 });

/** In some runs everything is in memory, in others each put sends what is there out of it. */
const memories = fc.constantFrom(1, 2 ** 28);

/**
 * Holds the emulated stream against the model: so many random runs of puts, reads by iterators of every
 * type, splits, merges, changes of retention and steps of the clock. Throws with the shortest run that
 * it finds in which they differ, and with the seed.
 */
export const checkKinesis = (numRuns: number): Promise<void> =>
  fc.assert(fc.asyncProperty(shardCounts, memories, commands, checkRun), { numRuns });

async function checkRun(shards: number, memoryBytes: number, run: Commands): Promise<void> {
  const real = await startEmulator(shards, memoryBytes);
  const model = { model: new ReferenceModel(START, shards), iterators: [] };
  try {
    await fc.asyncModelRun(() => ({ model, real }), run);
  } finally {
    await real.close();
  }
}
