import fc from 'fast-check';
import { commands } from './commands.ts';
import { START, startEmulator } from './emulator-under-test.ts';
import { ReferenceModel } from './reference-model.ts';

/**
 * Holds the emulated stream against the model: so many random runs of puts, reads by iterators of every
 * type, splits, merges, changes of retention and steps of the clock. Throws with the shortest run that
 * it finds in which they differ, and with the seed.
 */
export const checkKinesis = (numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), commands, (shards, run) =>
      fc.asyncModelRun(
        async () => ({
          model: { model: new ReferenceModel(START, shards), iterators: [] },
          real: await startEmulator(shards),
        }),
        run,
      ),
    ),
    { numRuns },
  );
