import { integer, optional } from '../../wire/input.ts';
import { streamReference, tagKey } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedStream } from '../references.ts';
import { describeTags } from '../tagging.ts';

/** As on AWS: more tags no stream can have. */
const MAX_TAGS = 50;

const input = {
  ...streamReference,
  ExclusiveStartTagKey: optional(tagKey),
  Limit: optional(integer({ min: 1, max: MAX_TAGS })),
};

/**
 * Lists a stream's tags, page by page.
 *
 * As on AWS: the next page begins after a key. Unverified: the order, here that of the keys.
 */
export const listTagsForStream = kinesisAction({
  name: 'ListTagsForStream',
  input,
  run(kinesis, request) {
    const { ExclusiveStartTagKey: last, Limit = MAX_TAGS } = request;
    const { tags } = referencedStream(kinesis, request).settings;
    const left = describeTags(tags).filter(({ Key }) => last === undefined || Key > last);
    return { Tags: left.slice(0, Limit), HasMoreTags: left.length > Limit };
  },
});
