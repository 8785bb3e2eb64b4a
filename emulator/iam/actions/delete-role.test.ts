import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { givenIam } from '../given-iam.test-support.ts';

const deletion = new DeleteRoleCommand({ RoleName: 'r' });

describe('DeleteRole', () => {
  it('wants the policies gone first, as on AWS', async () => {
    const { iam, createRole } = givenIam();
    await createRole();
    const policy = { RoleName: 'r', PolicyName: 'p' };
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: '{}' }));
    await expect(iam.send(deletion)).rejects.toMatchObject({
      name: 'DeleteConflictException',
      $metadata: { httpStatusCode: 409 },
    });
    await iam.send(new DeleteRolePolicyCommand(policy));
    await iam.send(deletion);
    expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
  });

  it('says that there is none', async () => {
    const { iam } = givenIam();
    await expect(iam.send(deletion)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});
