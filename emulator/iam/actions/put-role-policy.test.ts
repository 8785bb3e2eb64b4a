import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { givenIam } from '../given-iam.test-support.ts';

const put = (PolicyDocument: string) =>
  new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument });

describe('PutRolePolicy', () => {
  it('takes the place of the policy of that name', async () => {
    const { iam, createRole } = givenIam();
    await createRole();
    await iam.send(put('{"Statement":[]}'));
    await iam.send(put('{"Version":"2012-10-17"}'));
    const { PolicyDocument = '' } = await iam.send(
      new GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }),
    );
    expect(decodeURIComponent(PolicyDocument)).toBe('{"Version":"2012-10-17"}');
  });

  it('refuses what is no JSON, and a role that is not there', async () => {
    const { iam, createRole } = givenIam();
    await expect(iam.send(put('{}'))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await createRole();
    await expect(iam.send(put('no'))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
  });
});
