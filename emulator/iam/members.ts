import type { QueryInput } from '../wire/query.ts';
import { invalidMember, malformedPolicy } from './errors.ts';

/** Members that several operations take. As on AWS: the limits and patterns of the service's model. */

export const roleName = (input: QueryInput): string => name(input, 'RoleName', 64);

export const policyName = (input: QueryInput): string => name(input, 'PolicyName', 128);

/** A policy in JSON, as it was given. */
export function policy(input: QueryInput, member: string): string {
  const document = required(input, member);
  try {
    const parsed: unknown = JSON.parse(document);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return document;
  } catch {
    // What is no JSON is refused as JSON of another kind is.
  }
  throw malformedPolicy();
}

/** Of roles: begins and ends with a slash. */
export function path(input: QueryInput, member: string): string {
  const given = input.text(member) ?? '/';
  if (!/^\/(?:[\u0021-\u007e]{0,510}\/)?$/.test(given)) {
    throw invalidMember(
      camel(member),
      'Member must satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
    );
  }
  return given;
}

export function tags(input: QueryInput): ReadonlyMap<string, string> {
  return new Map(
    input.list('Tags').map((tag) => [required(tag, 'Key'), tag.text('Value') ?? ''] as const),
  );
}

export function wholeNumber(input: QueryInput, member: string, bounds: NumberBounds): number {
  const given = input.text(member);
  if (given === undefined) return bounds.default;
  const value = Number(given);
  if (Number.isInteger(value) && value >= bounds.min && value <= bounds.max) return value;
  throw invalidMember(
    camel(member),
    `Member must have value from ${bounds.min} to ${bounds.max} inclusive`,
  );
}

interface NumberBounds {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

function name(input: QueryInput, member: string, maxLength: number): string {
  const given = required(input, member);
  if (given.length > maxLength) {
    throw invalidMember(
      camel(member),
      `Member must have length less than or equal to ${maxLength}`,
    );
  }
  if (!/^[\w+=,.@-]+$/.test(given)) {
    throw invalidMember(
      camel(member),
      'Member must satisfy regular expression pattern: [\\w+=,.@-]+',
    );
  }
  return given;
}

function required(input: QueryInput, member: string): string {
  const given = input.text(member);
  if (given === undefined) throw invalidMember(camel(member), 'Member must not be null');
  if (given === '') {
    throw invalidMember(camel(member), 'Member must have length greater than or equal to 1');
  }
  return given;
}

const camel = (member: string): string => member.charAt(0).toLowerCase() + member.slice(1);
