import { element } from '../../wire/rest-xml.ts';
import { policyNotFound } from '../errors.ts';
import type { IamAction } from '../iam-action.ts';
import { policyName, roleName } from '../members.ts';
import { urlEncoded } from '../role-element.ts';

/** As on AWS: the policy is URL-encoded. */
export const getRolePolicy: IamAction = {
  name: 'GetRolePolicy',
  run(iam, input) {
    const role = iam.role(roleName(input));
    const name = policyName(input);
    const document = role.policies.get(name);
    if (document === undefined) throw policyNotFound(name);
    return [
      element('RoleName', role.name),
      element('PolicyName', name),
      element('PolicyDocument', urlEncoded(document)),
    ];
  },
};
