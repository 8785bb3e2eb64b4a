import { boolean, optional } from '../../wire/input.ts';
import { streamHasConsumers } from '../errors.ts';
import { streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedStream } from '../references.ts';

const input = { ...streamReference, EnforceConsumerDeletion: optional(boolean()) };

/**
 * Deletes a stream, which is DELETING for a while.
 *
 * As on AWS: the answer has an empty body; a stream with registered consumers is refused unless
 * their deletion is enforced; data operations go on until the stream is gone. Unverified: that a
 * stream in any state may be deleted, and that deleting it again is accepted.
 */
export const deleteStream = kinesisAction({
  name: 'DeleteStream',
  input,
  run(kinesis, request) {
    const stream = referencedStream(kinesis, request);
    const hasConsumers = stream.consumers(kinesis.now()).length > 0;
    if (hasConsumers && request.EnforceConsumerDeletion !== true) throw streamHasConsumers(stream);
    kinesis.deleteStream(stream);
    return undefined;
  },
});
