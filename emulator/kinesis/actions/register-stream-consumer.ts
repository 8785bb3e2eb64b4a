import { optional } from '../../wire/input.ts';
import { describeConsumer } from '../describe.ts';
import { streamNotActive } from '../errors.ts';
import { name, streamArn, tags } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedStream } from '../references.ts';

const input = { StreamARN: streamArn, ConsumerName: name, Tags: optional(tags) };

/**
 * Registers a consumer of enhanced fan-out, which is CREATING for a while.
 *
 * As on AWS: at most 20 for each stream, five of them in CREATING. Unverified: that a stream in
 * CREATING or DELETING is answered by ResourceInUseException.
 * Unlike AWS: a consumer's tags are checked, not kept.
 */
export const registerStreamConsumer = kinesisAction({
  name: 'RegisterStreamConsumer',
  input,
  run(kinesis, { StreamARN, ConsumerName }) {
    const now = kinesis.now();
    const stream = referencedStream(kinesis, { StreamARN });
    const status = stream.status(now);
    if (status === 'CREATING' || status === 'DELETING') throw streamNotActive(stream, status);
    const consumer = kinesis.registerConsumer(stream, ConsumerName);
    return { Consumer: describeConsumer(consumer, now) };
  },
});
