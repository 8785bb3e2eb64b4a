import { resourceArn, streamId, tagKeys } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedLastingResource } from '../references.ts';
import { checkTags } from '../tagging.ts';

/**
 * Removes tags from a stream or a consumer.
 *
 * As on AWS: the answer has an empty body. Unverified: that absent keys are passed over.
 */
export const untagResource = kinesisAction({
  name: 'UntagResource',
  input: { TagKeys: tagKeys, ResourceARN: resourceArn, StreamId: streamId },
  run(kinesis, { TagKeys, ResourceARN }) {
    checkTags([TagKeys]);
    const { resource } = referencedLastingResource(kinesis, ResourceARN);
    for (const key of TagKeys) resource.tags.delete(key);
    return undefined;
  },
});
