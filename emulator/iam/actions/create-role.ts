import type { IamAction } from '../iam-action.ts';
import { path, policy, roleName, tags, wholeNumber } from '../members.ts';
import { roleElement } from '../role-element.ts';

/** As on AWS: the length of a session, in seconds. */
const SESSION_SECONDS = { min: 3_600, max: 43_200, default: 3_600 };

/** Unlike AWS: a trust policy need only be a JSON object; a permissions boundary has no effect. */
export const createRole: IamAction = {
  name: 'CreateRole',
  run: (iam, input) => [
    roleElement(
      iam.createRole({
        name: roleName(input),
        path: path(input, 'Path'),
        trustPolicy: policy(input, 'AssumeRolePolicyDocument'),
        description: input.text('Description'),
        maxSessionSeconds: wholeNumber(input, 'MaxSessionDuration', SESSION_SECONDS),
        tags: tags(input),
      }),
    ),
  ],
};
