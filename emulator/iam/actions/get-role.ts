import type { IamAction } from '../iam-action.ts';
import { roleName } from '../members.ts';
import { roleElement } from '../role-element.ts';
import { element } from '../../wire/rest-xml.ts';

/** As on AWS: with its tags. Unlike AWS: it was never used, for nothing here assumes a role. */
export const getRole: IamAction = {
  name: 'GetRole',
  run: (iam, input) => [roleElement(iam.role(roleName(input)), element('RoleLastUsed'))],
};
