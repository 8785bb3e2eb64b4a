import { element } from '../../wire/rest-xml.ts';
import type { IamAction } from '../iam-action.ts';
import { roleName } from '../members.ts';

/** As on AWS: the names of inline policies. Unlike AWS: all of them in one page. */
export const listRolePolicies: IamAction = {
  name: 'ListRolePolicies',
  run(iam, input) {
    const names = [...iam.role(roleName(input)).policies.keys()].sort();
    return [
      element('PolicyNames', ...names.map((name) => element('member', name))),
      element('IsTruncated', false),
    ];
  },
};
