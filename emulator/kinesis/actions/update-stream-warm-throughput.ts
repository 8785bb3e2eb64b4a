import { integer } from '../../wire/input.ts';
import { describeWarmth } from '../describe.ts';
import { streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedActiveStream, referencedStream } from '../references.ts';
import { checkWarmth } from '../warmth.ts';

/**
 * Prepares an on-demand stream for a throughput; the stream is UPDATING for a while.
 *
 * As on AWS: for accounts with On-demand Advantage, up to 10 GiB/s; one MiB/s needs one shard.
 * Unlike AWS: excess shards are not merged when less is asked for.
 */
export const updateStreamWarmThroughput = kinesisAction({
  name: 'UpdateStreamWarmThroughput',
  input: { ...streamReference, WarmThroughputMiBps: integer({ min: 0 }) },
  run(kinesis, request) {
    const { settings } = referencedStream(kinesis, request);
    checkWarmth(kinesis, settings.mode.at(kinesis.now()), request.WarmThroughputMiBps);
    const stream = referencedActiveStream(kinesis, request);
    kinesis.warm(stream, request.WarmThroughputMiBps);
    return {
      StreamARN: stream.arn,
      StreamName: stream.name,
      WarmThroughput: describeWarmth(stream, kinesis.now()),
    };
  },
});
