import { GetRoleCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { givenIam } from '../given-iam.test-support.ts';

describe('GetRole', () => {
  it('tells of a role and its tags', async () => {
    const { iam, createRole } = givenIam();
    await createRole({ Tags: [{ Key: 'lab', Value: '1' }] });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
    expect(Role).toMatchObject({ RoleName: 'r', Path: '/', Tags: [{ Key: 'lab', Value: '1' }] });
  });

  it('says that there is none', async () => {
    const { iam } = givenIam();
    await expect(iam.send(new GetRoleCommand({ RoleName: 'r' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name r cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });
});
