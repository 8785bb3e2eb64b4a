import type { Random } from '#runtime/random.ts';
import { compileDatePattern } from './date-pattern.ts';
import { invalidArgument, prefixConstraint } from './errors.ts';
import { localTime } from './local-time.ts';
import { compilePrefix, type Prefix, type PrefixMoment } from './prefix-expression.ts';

const MAX_EVALUATED_PREFIX = 512;
const MAX_KEY_BYTES = 1_024;

export interface KeyPattern {
  readonly prefix: string;
  readonly errorOutputPrefix: string;
  /** An IANA name. */
  readonly timeZone: string;
  /** With its dot; empty for none. */
  readonly extension: string;
}

export interface KeyFacts {
  readonly deliveryStream: string;
  readonly version: number;
  /** When the oldest record of the object arrived at the stream. */
  readonly oldestArrivedAt: number;
  readonly random: Random;
}

export type KeyMaker = (facts: KeyFacts) => string;

const defaultFolders = compileDatePattern('yyyy/MM/dd/HH/');
const suffixTime = compileDatePattern('yyyy-MM-dd-HH-mm-ss');

/**
 * Makes the keys of a destination: `PREFIX NAME-VERSION-yyyy-MM-dd-HH-mm-ss-UUID EXTENSION`.
 *
 * As on AWS: a prefix without expressions is followed by `yyyy/MM/dd/HH/`, with no slash put between
 * (probed on AWS, Jul–Sep 2026); one with any expression is not; every part is told by the arrival of
 * the object's oldest record, in the custom time zone.
 */
export function compileKeyPattern(pattern: KeyPattern): KeyMaker {
  const { timeZone, extension } = pattern;
  const prefix = compilePrefix(pattern.prefix);
  checkErrorPrefix(prefix, pattern.errorOutputPrefix);
  checkTimeZone(timeZone);

  const make: KeyMaker = ({ deliveryStream, version, oldestArrivedAt, random }) => {
    const local = localTime(oldestArrivedAt, timeZone);
    const folders = evaluateFolders(prefix, { local, random });
    const name = `${deliveryStream}-${version}-${suffixTime(local)}-${random.uuid()}`;
    return `${folders}${name}${extension}`;
  };
  return make;
}

/** Refuses a pattern whose keys S3 could never take; `sample` is any instant. */
export function checkKeyLength(pattern: KeyPattern, make: KeyMaker, facts: KeyFacts): void {
  const key = make(facts);
  const name = `${facts.deliveryStream}-${facts.version}-`;
  if (key.lastIndexOf(name) > MAX_EVALUATED_PREFIX) {
    throw prefixConstraint(`the evaluated prefix exceeds ${MAX_EVALUATED_PREFIX} characters`);
  }
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw prefixConstraint(`the key exceeds ${MAX_KEY_BYTES} bytes: ${pattern.prefix}`);
  }
}

const evaluateFolders = (prefix: Prefix, moment: PrefixMoment): string =>
  prefix.evaluate(moment) + (prefix.hasExpressions ? '' : defaultFolders(moment.local));

/** As on AWS: see the rules of ErrorOutputPrefix in the developer guide. Unverified: all wording but the first. */
function checkErrorPrefix(prefix: Prefix, errorOutputPrefix: string): void {
  const errors = compilePrefix(errorOutputPrefix);
  if (prefix.hasExpressions && errorOutputPrefix === '') {
    throw prefixConstraint(
      'ErrorOutputPrefix cannot be null or empty when Prefix contains expressions',
    );
  }
  if (prefix.namesErrorType) {
    throw prefixConstraint('Prefix cannot contain !{firehose:error-output-type}');
  }
  if (errors.hasExpressions && !errors.namesErrorType) {
    throw prefixConstraint(
      'ErrorOutputPrefix must contain !{firehose:error-output-type} when it contains expressions',
    );
  }
}

function checkTimeZone(timeZone: string): void {
  try {
    localTime(0, timeZone);
  } catch {
    throw invalidArgument(`CustomTimeZone ${timeZone} is not a time zone.`);
  }
}
