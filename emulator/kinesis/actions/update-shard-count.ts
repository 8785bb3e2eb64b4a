import { integer, string } from '../../wire/input.ts';
import { streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedProvisionedStream } from '../references.ts';
import { scalesBeyondLimit, scalesDownTooFar, scalesUpTooFar } from '../settings-errors.ts';

/** As on AWS: of one stream. */
const MAX_SHARDS = 10_000;

const input = {
  ...streamReference,
  TargetShardCount: integer({ min: 1 }),
  ScalingType: string({ enum: ['UNIFORM_SCALING'] }),
};

/**
 * Splits and merges a stream's shards until there are so many, of even size; the stream is UPDATING
 * meanwhile.
 *
 * As on AWS: at most double and at least half of the open shards, at most 10,000, at most 10 times in
 * 24 hours; shards that live for a step only count against the account's quota.
 */
export const updateShardCount = kinesisAction({
  name: 'UpdateShardCount',
  input,
  run(kinesis, request) {
    const { TargetShardCount: target } = request;
    const stream = referencedProvisionedStream(kinesis, request, 'UpdateShardCount');
    const open = stream.openShards(kinesis.now()).length;
    checkTarget(open, target);
    kinesis.limits.checkDaily('UpdateShardCount', stream, kinesis.now());
    kinesis.scale(stream, target);
    return {
      StreamName: stream.name,
      CurrentShardCount: open,
      TargetShardCount: target,
      StreamARN: stream.arn,
    };
  },
});

function checkTarget(open: number, target: number): void {
  if (target > MAX_SHARDS) throw scalesBeyondLimit(open, target, MAX_SHARDS);
  if (target > open * 2) throw scalesUpTooFar(open, target);
  if (target < open / 2) throw scalesDownTooFar(open, target);
}
