import { describeStreamBriefly, describeStreamSettings } from '../describe.ts';
import { streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedStream } from '../references.ts';

/**
 * Describes a stream without its shards.
 *
 * As on AWS: the open shards and the registered consumers are counted.
 */
export const describeStreamSummary = kinesisAction({
  name: 'DescribeStreamSummary',
  input: streamReference,
  run(kinesis, request) {
    const now = kinesis.now();
    const stream = referencedStream(kinesis, request);
    return {
      StreamDescriptionSummary: {
        ...describeStreamBriefly(stream, now),
        ...describeStreamSettings(stream),
        OpenShardCount: stream.openShards(now).length,
        ConsumerCount: stream.consumers(now).length,
        MaxRecordSizeInKiB: stream.maxRecordSizeKiB,
      },
    };
  },
});
