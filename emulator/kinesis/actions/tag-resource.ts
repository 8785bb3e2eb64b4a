import { resourceArn, streamId, tags } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedLastingResource } from '../references.ts';
import { addTags, checkTags } from '../tagging.ts';

/**
 * Adds tags to a stream or a consumer, or gives new values to those that it has.
 *
 * As on AWS: the answer has an empty body; at most 50 tags. Unverified: that the words are those of
 * AddTagsToStream, also for a consumer.
 */
export const tagResource = kinesisAction({
  name: 'TagResource',
  input: { Tags: tags, ResourceARN: resourceArn, StreamId: streamId },
  run(kinesis, { Tags, ResourceARN }) {
    checkTags(Tags);
    const { stream, resource } = referencedLastingResource(kinesis, ResourceARN);
    addTags(resource.tags, Tags, stream);
    return undefined;
  },
});
