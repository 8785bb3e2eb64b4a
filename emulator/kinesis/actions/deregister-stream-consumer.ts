import { optional } from '../../wire/input.ts';
import { consumerArn, name, streamArn, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedConsumer } from '../references.ts';

const input = {
  StreamARN: optional(streamArn),
  ConsumerName: optional(name),
  ConsumerARN: optional(consumerArn),
  StreamId: streamId,
};

/**
 * Deregisters a consumer, which is DELETING for a while.
 *
 * As on AWS: the answer has an empty body. Unverified: that its subscriptions end at once, by
 * ResourceNotFoundException, and that doing it again while it is DELETING is accepted.
 */
export const deregisterStreamConsumer = kinesisAction({
  name: 'DeregisterStreamConsumer',
  input,
  run(kinesis, request) {
    const { stream, consumer } = referencedConsumer(kinesis, request);
    kinesis.deregisterConsumer(stream, consumer);
    return undefined;
  },
});
