import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { givenIam } from '../given-iam.test-support.ts';

const get = new GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' });

describe('GetRolePolicy', () => {
  it('gives the policy URL-encoded, as on AWS', async () => {
    const { iam, createRole } = givenIam();
    await createRole();
    const PolicyDocument = '{"Resource":"arn:aws:s3:::lake/*"}';
    await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument }));
    expect(await iam.send(get)).toMatchObject({
      RoleName: 'r',
      PolicyName: 'p',
      PolicyDocument: '%7B%22Resource%22%3A%22arn%3Aaws%3As3%3A%3A%3Alake%2F%2A%22%7D',
    });
  });

  it('says which policy there is not', async () => {
    const { iam, createRole } = givenIam();
    await createRole();
    await expect(iam.send(get)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role policy with name p cannot be found.',
    });
  });
});
