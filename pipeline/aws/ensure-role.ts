import {
  CreateRoleCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
  type Role,
} from '@aws-sdk/client-iam';
import { call } from './call.ts';
import { factsOf, isAbsent, isPresent } from './error-facts.ts';
import { notOurs } from './not-ours.ts';
import type { ProvisionScope } from './scope.ts';
import { carriesTag, TAG } from './tag.ts';

/** Firehose's role with its policy, which is written anew each time: a run may have ended between the two. */
export async function ensureRole(scope: ProvisionScope): Promise<void> {
  const { clients, plan, say } = scope;
  const { name, policyName, permissions } = plan.role;
  const isNew = await createUnlessThere(scope);
  const policy = new PutRolePolicyCommand({
    RoleName: name,
    PolicyName: policyName,
    PolicyDocument: JSON.stringify(permissions),
  });
  await call(scope, () => clients.iam.send(policy));
  say(`role ${name}: ${isNew ? 'created' : 'was there already'}`);
}

async function createUnlessThere(scope: ProvisionScope): Promise<boolean> {
  const { name, path, trust } = scope.plan.role;
  const found = await find(scope);
  if (found !== undefined) return accept(found);
  const command = new CreateRoleCommand({
    RoleName: name,
    Path: path,
    AssumeRolePolicyDocument: JSON.stringify(trust),
    Description: 'Kinesis Lab: lets Firehose read the stream and write to the bucket',
    Tags: [TAG],
  });
  try {
    await call(scope, () => scope.clients.iam.send(command));
    return true;
  } catch (error) {
    if (!isPresent(factsOf(error))) throw error;
    return accept((await find(scope)) ?? {});
  }
}

async function find(scope: ProvisionScope): Promise<Partial<Role> | undefined> {
  const command = new GetRoleCommand({ RoleName: scope.plan.role.name });
  try {
    return (await call(scope, () => scope.clients.iam.send(command))).Role;
  } catch (error) {
    if (isAbsent(factsOf(error))) return undefined;
    throw error;
  }
}

function accept({ RoleName, Tags }: Partial<Role>): false {
  if (!carriesTag(Tags)) throw notOurs(`the role ${RoleName}`);
  return false;
}
