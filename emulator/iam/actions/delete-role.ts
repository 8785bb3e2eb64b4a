import { hasPolicies } from '../errors.ts';
import type { IamAction } from '../iam-action.ts';
import { roleName } from '../members.ts';

/** As on AWS: only a role without policies can be deleted. */
export const deleteRole: IamAction = {
  name: 'DeleteRole',
  run(iam, input) {
    const role = iam.role(roleName(input));
    if (role.policies.size > 0) throw hasPolicies();
    iam.deleteRole(role);
    return undefined;
  },
};
