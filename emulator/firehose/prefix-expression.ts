import type { Random } from '#runtime/random.ts';
import { compileDatePattern } from './date-pattern.ts';
import { notOffered, prefixConstraint } from './errors.ts';

/** What the expressions of one key are evaluated with. */
export interface PrefixMoment {
  /** Its UTC fields are the time in the delivery stream's time zone. */
  readonly local: Date;
  readonly random: Random;
}

export interface Prefix {
  readonly hasExpressions: boolean;
  readonly namesErrorType: boolean;
  readonly evaluate: (moment: PrefixMoment) => string;
}

type Part = (moment: PrefixMoment) => string;

/** `!{namespace:value}`; an opening without its end is caught apart. */
const EXPRESSION = /!\{(?<inner>[^}]*)\}/g;
const ERROR_TYPE = 'firehose:error-output-type';
const RANDOM_STRING_LENGTH = 11;

/**
 * Compiles a Prefix or an ErrorOutputPrefix.
 *
 * As on AWS: `!{timestamp:…}` and `!{firehose:random-string}`; the random string has 11 characters
 * and is drawn afresh for each occurrence.
 * Unlike AWS: the namespaces of dynamic partitioning are refused. Unverified: the wording for
 * malformed expressions.
 */
export function compilePrefix(text: string): Prefix {
  const parts: Part[] = [];
  let end = 0;
  let namesErrorType = false;
  const addLiteral = (literal: string): void => {
    if (literal.includes('!{')) throw prefixConstraint(`expressions must be closed: ${text}`);
    if (literal !== '') parts.push(() => literal);
  };

  const expressions = [...text.matchAll(EXPRESSION)];
  for (const expression of expressions) {
    const inner = expression.groups?.['inner'] ?? '';
    addLiteral(text.slice(end, expression.index));
    if (inner === ERROR_TYPE) namesErrorType = true;
    parts.push(compileExpression(inner));
    end = expression.index + expression[0].length;
  }
  addLiteral(text.slice(end));

  return {
    hasExpressions: expressions.length > 0,
    namesErrorType,
    evaluate: (moment) => parts.map((part) => part(moment)).join(''),
  };
}

function compileExpression(inner: string): Part {
  const colon = inner.indexOf(':');
  const namespace = colon === -1 ? inner : inner.slice(0, colon);
  const value = colon === -1 ? '' : inner.slice(colon + 1);
  if (namespace === 'timestamp' && value !== '') {
    const format = compileDatePattern(value);
    return ({ local }) => format(local);
  }
  if (inner === 'firehose:random-string') return ({ random }) => randomString(random);
  if (inner === ERROR_TYPE) return () => 'processing-failed';
  if (namespace.startsWith('partitionKeyFrom')) {
    throw notOffered('dynamic partitioning, which this namespace of the prefix needs');
  }
  throw prefixConstraint(`!{${inner}} is not a valid expression`);
}

/** AWS's samples look like the first characters of a UUID. */
const randomString = (random: Random): string => random.uuid().slice(0, RANDOM_STRING_LENGTH);
