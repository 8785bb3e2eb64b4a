import { streamReference, tags } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedLastingStream } from '../references.ts';
import { addTags, checkTags } from '../tagging.ts';

/**
 * Adds tags to a stream, or gives new values to those that it has.
 *
 * As on AWS: the answer has an empty body; at most 50 tags; none while the stream is CREATING; illegal
 * characters are refused before the stream is looked for.
 */
export const addTagsToStream = kinesisAction({
  name: 'AddTagsToStream',
  input: { ...streamReference, Tags: tags },
  run(kinesis, request) {
    checkTags(request.Tags);
    const stream = referencedLastingStream(kinesis, request);
    addTags(stream.settings.tags, request.Tags, stream);
    return undefined;
  },
});
