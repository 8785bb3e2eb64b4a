import { optional } from '../../wire/input.ts';
import { describeConsumer } from '../describe.ts';
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
 * Describes one consumer.
 *
 * As on AWS: named by its ARN, by the stream's ARN and its name, or by all three.
 */
export const describeStreamConsumer = kinesisAction({
  name: 'DescribeStreamConsumer',
  input,
  run(kinesis, request) {
    const { stream, consumer } = referencedConsumer(kinesis, request);
    return {
      ConsumerDescription: {
        ...describeConsumer(consumer, kinesis.now()),
        StreamARN: stream.arn,
      },
    };
  },
});
