import { policyNotFound } from '../errors.ts';
import type { IamAction } from '../iam-action.ts';
import { policyName, roleName } from '../members.ts';

export const deleteRolePolicy: IamAction = {
  name: 'DeleteRolePolicy',
  run(iam, input) {
    const { policies } = iam.role(roleName(input));
    const name = policyName(input);
    if (!policies.delete(name)) throw policyNotFound(name);
    return undefined;
  },
};
