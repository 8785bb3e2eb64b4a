import { integer, optional } from '../../wire/input.ts';
import { streamArn, streamId, streamMode } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedActiveStream } from '../references.ts';
import type { StreamMode } from '../stream-settings.ts';
import { checkWarmth } from '../warmth.ts';

const input = {
  StreamARN: streamArn,
  StreamId: streamId,
  StreamModeDetails: streamMode,
  WarmThroughputMiBps: optional(integer({ min: 0 })),
};

/**
 * Changes a stream's capacity mode; the stream is UPDATING for a while.
 *
 * As on AWS: the answer has an empty body; the shards stay as they are, unless a warm throughput is
 * asked for. Unverified: that the present mode is accepted, and that a stream that becomes
 * provisioned goes back to USER_PARTITION_KEY.
 */
export const updateStreamMode = kinesisAction({
  name: 'UpdateStreamMode',
  input,
  run(kinesis, request) {
    const { WarmThroughputMiBps: warmth } = request;
    const mode = request.StreamModeDetails.StreamMode as StreamMode;
    if (warmth !== undefined) checkWarmth(kinesis, mode, warmth);
    const stream = referencedActiveStream(kinesis, request);
    const { settings } = stream;
    if (mode !== settings.mode.at(kinesis.now())) {
      if (mode === 'ON_DEMAND') kinesis.quotas.checkOnDemandStream(kinesis.now());
      kinesis.limits.checkDaily('UpdateStreamMode', stream, kinesis.now());
    }
    settings.mode.change(mode, kinesis.update(stream));
    if (mode === 'PROVISIONED') settings.distribution = 'USER_PARTITION_KEY';
    if (warmth !== undefined) kinesis.warm(stream, warmth);
    return undefined;
  },
});
