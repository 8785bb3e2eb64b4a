import { element, type Xml } from '../wire/rest-xml.ts';
import type { Role } from './state.ts';

/** A role in the words of GetRole. As on AWS: its trust policy is URL-encoded. */
export const roleElement = (role: Role, ...more: readonly Xml[]): Xml =>
  element(
    'Role',
    ...roleMembers(role),
    ...more,
    role.tags.size === 0 ? undefined : element('Tags', ...tagMembers(role)),
  );

/** As on AWS: lists of roles do without their tags. */
export const listedRole = (role: Role): Xml => element('member', ...roleMembers(role));

const roleMembers = (role: Role): readonly (Xml | undefined)[] => [
  element('Path', role.path),
  element('RoleName', role.name),
  element('RoleId', role.id),
  element('Arn', role.arn),
  element('CreateDate', `${new Date(role.createdAt).toISOString().slice(0, 19)}Z`),
  element('AssumeRolePolicyDocument', urlEncoded(role.trustPolicy)),
  role.description === undefined ? undefined : element('Description', role.description),
  element('MaxSessionDuration', role.maxSessionSeconds),
];

const tagMembers = ({ tags }: Role): readonly Xml[] =>
  [...tags].map(([key, value]) => element('member', element('Key', key), element('Value', value)));

/** By RFC 3986. */
export const urlEncoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
