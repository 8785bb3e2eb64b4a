import { callerPermissions } from '#pipeline/aws/caller-policy.ts';
import { planFor, type AwsPlace } from '#pipeline/aws/plan.ts';
import { defaultTopology } from '#pipeline/topology.ts';
import { systemClock } from '#runtime/clock.ts';
import { EXIT } from '#runtime/errors.ts';
import { seededRandom } from '#runtime/random.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { openAccount } from '../aws/open-account.ts';
import { LOCAL_REGION } from '../environment.ts';
import type { Settings } from '../settings/settings.ts';
import type { Run } from './command.ts';

/** The account of an example, which every emulator has. */
const EXAMPLE_ACCOUNT = '000000000000';

/** Both policies of Firehose's role, and what whoever runs the lab on AWS must be allowed. */
export const iamPrint: Run = async (settings, scope) => {
  const plan = planFor(defaultTopology, await placeOf(settings, scope));
  const policies = {
    role: {
      name: `${plan.role.path}${plan.role.name}`,
      trust: plan.role.trust,
      permissions: plan.role.permissions,
    },
    caller: { permissions: callerPermissions(plan) },
  };
  scope.out.write(`${JSON.stringify(policies, undefined, 2)}\n`);
  return EXIT.ok;
};

/** On aws the caller's own; elsewhere nobody is asked. */
async function placeOf({ target }: Settings, { env, signal }: ProgramScope): Promise<AwsPlace> {
  if (target !== 'aws') {
    const region = env['AWS_REGION'] || LOCAL_REGION;
    return { account: EXAMPLE_ACCOUNT, region, partition: 'aws' };
  }
  const calls = { clock: systemClock, random: seededRandom(0), signal };
  const { place, close } = await openAccount(env, calls);
  close();
  return place;
}
