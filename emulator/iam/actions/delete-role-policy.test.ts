import {
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { givenIam } from '../given-iam.test-support.ts';

const policy = { RoleName: 'r', PolicyName: 'p' };

describe('DeleteRolePolicy', () => {
  it('deletes that policy, once', async () => {
    const { iam, createRole } = givenIam();
    await createRole();
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: '{}' }));
    await iam.send(new DeleteRolePolicyCommand(policy));
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: 'r' }));
    expect(PolicyNames).toEqual([]);
    await expect(iam.send(new DeleteRolePolicyCommand(policy))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });
});
