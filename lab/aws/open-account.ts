import { step, type CallOptions } from '#pipeline/aws/call.ts';
import { identityOf, type Identity } from '#pipeline/aws/identity.ts';
import type { AwsPlace } from '#pipeline/aws/plan.ts';
import { AwsTrouble } from '#pipeline/aws/trouble.ts';
import { accountClients, type AccountClients } from '#runtime/aws-account.ts';
import type { Env } from '#runtime/config.ts';
import { checkAccessKey, checkAwsEnvironment } from './check-environment.ts';
import { profilesWithRegion } from './profiles.ts';

/** The caller's account in one region, and clients for it. */
export interface Account {
  readonly clients: AccountClients;
  readonly place: AwsPlace;
  readonly identity: Identity;
  readonly close: () => void;
}

/** Makes the clients of a region; tests put an emulated account behind them. */
export type MakeClients = (region: string | undefined) => AccountClients;

/** Finds region and credentials, and asks AWS whose they are. Throws with the mend for whatever is missing. */
export async function openAccount(
  env: Env,
  options: CallOptions,
  makeClients: MakeClients = accountClients,
): Promise<Account> {
  checkAwsEnvironment(env);
  const clients = makeClients(env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined);
  const close = (): void => Object.values(clients).forEach((client) => client.destroy());
  try {
    const region = await regionOf(clients);
    const { accessKeyId } = await step('find credentials', () => clients.sts.config.credentials());
    checkAccessKey(accessKeyId);
    const identity = await identityOf(options, clients.sts);
    const { account, partition } = identity;
    return { clients, place: { account, partition, region }, identity, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Of many profiles, the first ones. */
const MAX_HINTS = 3;

/** As AWS's tools find it: by the variables, then by the profile. */
async function regionOf({ sts }: AccountClients): Promise<string> {
  try {
    return await sts.config.region();
  } catch {
    const profiles = await profilesWithRegion();
    throw new AwsTrouble('no-region', 'no AWS region, neither in AWS_REGION nor in the profile', [
      'export AWS_REGION=us-east-1',
      ...profiles
        .slice(0, MAX_HINTS)
        .map(({ name, region }) => `or export AWS_PROFILE=${name}, which has ${region}`),
    ]);
  }
}
