import { optional } from '../../wire/input.ts';
import { describeConsumer } from '../describe.ts';
import { name, streamArn, streamId, tags } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedLastingStream } from '../references.ts';
import { checkTagCount, checkTags } from '../tagging.ts';

const input = {
  StreamARN: streamArn,
  ConsumerName: name,
  StreamId: streamId,
  Tags: optional(tags),
};

/**
 * Registers a consumer of enhanced fan-out, which is CREATING for a while.
 *
 * As on AWS: at most 20 for each stream (50 with On-demand Advantage), five of them in CREATING. Unverified: that a stream in
 * CREATING or DELETING is answered by ResourceInUseException.
 */
export const registerStreamConsumer = kinesisAction({
  name: 'RegisterStreamConsumer',
  input,
  run(kinesis, { StreamARN, ConsumerName, Tags }) {
    checkTags(Tags ?? []);
    const now = kinesis.now();
    const stream = referencedLastingStream(kinesis, { StreamARN });
    if (Tags) checkTagCount(Tags.size, stream);
    const consumer = kinesis.registerConsumer(stream, ConsumerName, Tags);
    return { Consumer: describeConsumer(consumer, now) };
  },
});
