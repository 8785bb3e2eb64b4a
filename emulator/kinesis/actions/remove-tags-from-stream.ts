import { streamReference, tagKeys } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedLastingStream } from '../references.ts';
import { checkTags } from '../tagging.ts';

/**
 * Removes tags from a stream.
 *
 * As on AWS: the answer has an empty body; keys that it does not have are passed over.
 */
export const removeTagsFromStream = kinesisAction({
  name: 'RemoveTagsFromStream',
  input: { ...streamReference, TagKeys: tagKeys },
  run(kinesis, request) {
    checkTags([request.TagKeys]);
    const stream = referencedLastingStream(kinesis, request);
    for (const key of request.TagKeys) stream.settings.tags.delete(key);
    return undefined;
  },
});
