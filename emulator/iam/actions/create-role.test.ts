import { describe, expect, it } from 'vitest';
import { givenIam, TRUST } from '../given-iam.test-support.ts';

describe('CreateRole', () => {
  it('makes a role with a path, an id and tags', async () => {
    const { createRole, clock } = givenIam();
    const { Role } = await createRole({
      Path: '/lab/one/',
      Description: "Firehose's",
      Tags: [
        { Key: 'lab', Value: '1' },
        { Key: 'owner', Value: '' },
      ],
    });
    expect(Role).toMatchObject({
      RoleName: 'r',
      Path: '/lab/one/',
      Arn: 'arn:aws:iam::000000000000:role/lab/one/r',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      CreateDate: new Date(clock.now()),
      Description: "Firehose's",
      MaxSessionDuration: 3_600,
      Tags: [
        { Key: 'lab', Value: '1' },
        { Key: 'owner', Value: '' },
      ],
    });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST);
  });

  it('knows names apart by more than their case', async () => {
    const { createRole } = givenIam();
    await createRole({ RoleName: 'Role' });
    await expect(createRole({ RoleName: 'role' })).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name role already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it.each([
    [{ RoleName: '' }, 'ValidationError'],
    [{ RoleName: 'a'.repeat(65) }, 'ValidationError'],
    [{ RoleName: 'a/b' }, 'ValidationError'],
    [{ Path: 'lab' }, 'ValidationError'],
    [{ MaxSessionDuration: 3_599 }, 'ValidationError'],
    [{ AssumeRolePolicyDocument: '{' }, 'MalformedPolicyDocumentException'],
    [{ AssumeRolePolicyDocument: '[]' }, 'MalformedPolicyDocumentException'],
  ])('refuses %j by %s', async (input, name) => {
    const { createRole } = givenIam();
    await expect(createRole(input)).rejects.toMatchObject({ name });
  });
});
