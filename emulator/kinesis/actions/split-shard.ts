import { splitKeyOutside } from '../errors.ts';
import { hashKey, name, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedProvisionedStream, reshardableShard } from '../references.ts';

const input = { ...streamReference, ShardToSplit: name, NewStartingHashKey: hashKey };

/**
 * Splits a shard in two at a hash key; the stream is UPDATING for a while.
 *
 * As on AWS: the answer has an empty body; the parent goes on taking records until the clock reaches
 * the children's creation second, then they do.
 */
export const splitShard = kinesisAction({
  name: 'SplitShard',
  input,
  run(kinesis, request) {
    const now = kinesis.now();
    const stream = referencedProvisionedStream(kinesis, request, 'SplitShard');
    const shard = reshardableShard(stream, request.ShardToSplit, now);
    const { start, end } = shard.range;
    const split = BigInt(request.NewStartingHashKey);
    if (split <= start + 1n || split >= end) {
      throw splitKeyOutside(request.NewStartingHashKey, shard.id, stream, shard.range);
    }
    kinesis.reshard(
      stream,
      [shard],
      [
        { start, end: split - 1n },
        { start: split, end },
      ],
    );
    return undefined;
  },
});
