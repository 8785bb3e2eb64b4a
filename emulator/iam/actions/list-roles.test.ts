import { ListRolesCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { givenIam } from '../given-iam.test-support.ts';

describe('ListRoles', () => {
  it('lists by the beginning of the path, in pages, in the order of names', async () => {
    const { iam, createRole } = givenIam();
    for (const RoleName of ['c', 'a', 'd', 'b']) await createRole({ RoleName, Path: '/lab/' });
    await createRole({ RoleName: 'other' });
    const pages: (string | undefined)[][] = [];
    const config = { client: iam, pageSize: 3 };
    for await (const { Roles = [] } of paginateListRoles(config, { PathPrefix: '/lab/' })) {
      pages.push(Roles.map(({ RoleName }) => RoleName));
    }
    expect(pages).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('leaves the tags to GetRole, as on AWS', async () => {
    const { iam, createRole } = givenIam();
    await createRole({ Tags: [{ Key: 'lab', Value: '1' }] });
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    expect(Roles.map(({ Tags }) => Tags)).toEqual([undefined]);
  });
});
