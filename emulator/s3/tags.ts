import { AwsError } from '../errors.ts';
import { childrenNamed, childText, element, malformedXml, type Xml } from '../wire/rest-xml.ts';
import type { XmlElement } from '../wire/rest-xml.ts';
import type { Tags } from './bucket.ts';

/** As on AWS: of one bucket. */
const MAX_TAGS = 50;
const MAX_KEY_CHARACTERS = 128;
const MAX_VALUE_CHARACTERS = 256;

const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Reads the `Tag` elements of a set. Unverified: S3's words for tags that it refuses. */
export function readTags(set: XmlElement): Tags {
  const pairs = childrenNamed(set, 'Tag').map((tag) => {
    const key = childText(tag, 'Key');
    const value = childText(tag, 'Value');
    if (key === undefined || value === undefined) throw malformedXml();
    checkTag(key, value);
    return [key, value] as const;
  });
  const tags = new Map(pairs);
  if (tags.size < pairs.length) {
    throw invalidTag('Cannot provide multiple Tags with the same key');
  }
  if (tags.size > MAX_TAGS) {
    throw new AwsError('BadRequest', `Bucket tag count cannot be greater than ${MAX_TAGS}`);
  }
  return tags;
}

export const tagElements = (tags: Tags): readonly Xml[] =>
  [...tags].map(([key, value]) => element('Tag', element('Key', key), element('Value', value)));

function checkTag(key: string, value: string): void {
  if (key.startsWith('aws:')) throw invalidTag('System tags cannot be added/updated by requester');
  const isKey = key !== '' && key.length <= MAX_KEY_CHARACTERS && ALLOWED.test(key);
  if (!isKey) throw invalidTag('The TagKey you have provided is invalid');
  if (value.length > MAX_VALUE_CHARACTERS || !ALLOWED.test(value)) {
    throw invalidTag('The TagValue you have provided is invalid');
  }
}

const invalidTag = (message: string): AwsError => new AwsError('InvalidTag', message);
