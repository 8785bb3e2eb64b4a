import type { IamAction } from '../iam-action.ts';
import { createRole } from './create-role.ts';
import { deleteRole } from './delete-role.ts';
import { deleteRolePolicy } from './delete-role-policy.ts';
import { getRole } from './get-role.ts';
import { getRolePolicy } from './get-role-policy.ts';
import { listRoles } from './list-roles.ts';
import { listRolePolicies } from './list-role-policies.ts';
import { putRolePolicy } from './put-role-policy.ts';

export const iamActions: readonly IamAction[] = [
  createRole,
  deleteRole,
  deleteRolePolicy,
  getRole,
  getRolePolicy,
  listRolePolicies,
  listRoles,
  putRolePolicy,
];
