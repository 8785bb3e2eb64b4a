import { EXIT, UsageError } from '#runtime/errors.ts';
import { systemClock } from '#runtime/clock.ts';
import { seededRandom } from '#runtime/random.ts';
import { resetAccount } from '../aws/reset-account.ts';
import { randomSeed } from '../seed.ts';
import type { Run } from './command.ts';

/** Deletes what the lab has made on AWS. */
export const reset: Run = async (settings, scope) => {
  if (settings.target !== 'aws') {
    throw new UsageError([
      `reset deletes what the lab has made on AWS; on ${settings.target} it has made nothing there. KINLAB_TARGET=aws kinlab reset`,
    ]);
  }
  const calls = { clock: systemClock, random: seededRandom(randomSeed()), signal: scope.signal };
  await resetAccount(scope, calls);
  return EXIT.ok;
};
