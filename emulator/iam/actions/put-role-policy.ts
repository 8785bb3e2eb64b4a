import type { IamAction } from '../iam-action.ts';
import { policy, policyName, roleName } from '../members.ts';

/** As on AWS: adds an inline policy, or takes the place of the one of that name. */
export const putRolePolicy: IamAction = {
  name: 'PutRolePolicy',
  run(iam, input) {
    const { policies } = iam.role(roleName(input));
    policies.set(policyName(input), policy(input, 'PolicyDocument'));
    return undefined;
  },
};
