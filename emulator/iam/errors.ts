import { AwsError } from '../errors.ts';

/** IAM's situations. Unverified: the words; the codes and the status are those that the operations document. */

export const roleNotFound = (name: string): AwsError =>
  noSuchEntity(`The role with name ${name} cannot be found.`);

export const policyNotFound = (name: string): AwsError =>
  noSuchEntity(`The role policy with name ${name} cannot be found.`);

export const roleExists = (name: string): AwsError =>
  new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, { status: 409 });

export const hasPolicies = (): AwsError =>
  new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', {
    status: 409,
  });

export const tooManyRoles = (limit: number): AwsError =>
  new AwsError('LimitExceeded', `Cannot exceed quota for RolesPerAccount: ${limit}`, {
    status: 409,
  });

export const malformedPolicy = (): AwsError =>
  new AwsError('MalformedPolicyDocument', 'This policy contains invalid Json');

export const invalidMember = (member: string, constraint: string): AwsError =>
  new AwsError(
    'ValidationError',
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
  );

const noSuchEntity = (message: string): AwsError =>
  new AwsError('NoSuchEntity', message, { status: 404 });
