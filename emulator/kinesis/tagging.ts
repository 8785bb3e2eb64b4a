import type { StreamName } from './errors.ts';
import { invalidTags, tooManyTags } from './settings-errors.ts';

/** As on AWS: of each resource. */
const MAX_TAGS = 50;

/** As on AWS: what its message and its documentation allow, taken together. */
const LEGAL = /^[\p{L}\p{N}\s_./:=+\-%@]*$/u;

/** Refuses illegal characters before anything is looked up, as AWS does. */
export function checkTags(tags: Iterable<readonly string[]>): void {
  for (const words of tags) {
    if (!words.every((word) => LEGAL.test(word))) throw invalidTags();
  }
}

/** Refuses more tags than a resource can have. */
export function checkTagCount(count: number, stream: StreamName): void {
  if (count > MAX_TAGS) throw tooManyTags(stream, MAX_TAGS);
}

/** Adds tags, or gives new values to those that are there. */
export function addTags(
  tags: Map<string, string>,
  more: ReadonlyMap<string, string>,
  stream: StreamName,
): void {
  checkTagCount(new Map([...tags, ...more]).size, stream);
  for (const [key, value] of more) tags.set(key, value);
}

/** In AWS's words and in the order of their keys. */
export const describeTags = (tags: ReadonlyMap<string, string>): { Key: string; Value: string }[] =>
  [...tags].sort(([a], [b]) => (a < b ? -1 : 1)).map(([Key, Value]) => ({ Key, Value }));
