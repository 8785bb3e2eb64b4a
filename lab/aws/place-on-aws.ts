import { planFor } from '#pipeline/aws/plan.ts';
import { systemClock } from '#runtime/clock.ts';
import { seededRandom } from '#runtime/random.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { randomSeed } from '../seed.ts';
import type { ServicePlace } from '../services/service-scope.ts';
import type { Settings } from '../settings/settings.ts';
import { resolveTarget } from '../target.ts';
import { topologyFrom } from '../topology-from.ts';
import { openAccount, type MakeClients } from './open-account.ts';

/** The caller's account, where buckets carry the account and the region in their names. */
export async function placeOnAws(
  settings: Settings,
  { env, signal }: Pick<ProgramScope, 'env' | 'signal'>,
  makeClients?: MakeClients,
): Promise<ServicePlace> {
  const calls = { clock: systemClock, random: seededRandom(randomSeed()), signal };
  const { clients, place, close } = await openAccount(env, calls, makeClients);
  return {
    target: resolveTarget(settings, { ...env, AWS_REGION: place.region }),
    clients,
    topology: planFor(topologyFrom(settings), place).topology,
    close,
  };
}
