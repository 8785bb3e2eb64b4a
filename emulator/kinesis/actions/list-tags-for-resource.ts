import { resourceArn, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedResource } from '../references.ts';
import { describeTags } from '../tagging.ts';

/**
 * Lists the tags of a stream or a consumer.
 *
 * As on AWS: all of them at once. Unverified: the order, here that of the keys.
 */
export const listTagsForResource = kinesisAction({
  name: 'ListTagsForResource',
  input: { ResourceARN: resourceArn, StreamId: streamId },
  run: (kinesis, { ResourceARN }) => ({
    Tags: describeTags(referencedResource(kinesis, ResourceARN).resource.tags),
  }),
});
