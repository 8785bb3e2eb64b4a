import { ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { givenIam } from '../given-iam.test-support.ts';

describe('ListRolePolicies', () => {
  it('lists the names of the inline policies in order', async () => {
    const { iam, createRole } = givenIam();
    await createRole();
    const list = new ListRolePoliciesCommand({ RoleName: 'r' });
    expect((await iam.send(list)).PolicyNames).toEqual([]);
    for (const PolicyName of ['b', 'a']) {
      const request = { RoleName: 'r', PolicyName, PolicyDocument: '{}' };
      await iam.send(new PutRolePolicyCommand(request));
    }
    expect(await iam.send(list)).toMatchObject({ PolicyNames: ['a', 'b'], IsTruncated: false });
  });
});
