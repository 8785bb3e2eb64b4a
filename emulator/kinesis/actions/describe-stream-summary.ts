import { describeStreamBriefly, describeStreamSettings, describeWarmth } from '../describe.ts';
import { streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedStream } from '../references.ts';

/**
 * Describes a stream without its shards.
 *
 * As on AWS: the open shards and the registered consumers are counted; the record distribution
 * strategy is told of on-demand streams only. Unverified: that the warm throughput is told of streams
 * only that were given one.
 */
export const describeStreamSummary = kinesisAction({
  name: 'DescribeStreamSummary',
  input: streamReference,
  run(kinesis, request) {
    const now = kinesis.now();
    const stream = referencedStream(kinesis, request);
    const { settings } = stream;
    return {
      StreamDescriptionSummary: {
        ...describeStreamBriefly(stream, now),
        ...describeStreamSettings(stream, now),
        OpenShardCount: stream.openShards(now).length,
        ConsumerCount: stream.consumers(now).length,
        MaxRecordSizeInKiB: settings.maxRecordSizeKiB.at(now),
        ...(settings.mode.at(now) === 'ON_DEMAND' && {
          RecordDistributionStrategy: settings.distribution,
        }),
        ...(settings.warmThroughputMiBps.at(Infinity) !== undefined && {
          WarmThroughput: describeWarmth(stream, now),
        }),
      },
    };
  },
});
