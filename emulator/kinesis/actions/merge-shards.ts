import { shardsNotAdjacent } from '../errors.ts';
import { name, streamReference } from '../fields.ts';
import { areAdjacent } from '../hash-key.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedProvisionedStream, reshardableShard } from '../references.ts';

const input = { ...streamReference, ShardToMerge: name, AdjacentShardToMerge: name };

/**
 * Merges two neighbouring shards into one; the stream is UPDATING for a while.
 *
 * As on AWS: the answer has an empty body; the child names the first as its parent and the second as
 * its adjacent parent, both of which take records until the clock reaches its creation second.
 */
export const mergeShards = kinesisAction({
  name: 'MergeShards',
  input,
  run(kinesis, request) {
    const now = kinesis.now();
    const stream = referencedProvisionedStream(kinesis, request, 'MergeShards');
    const shard = reshardableShard(stream, request.ShardToMerge, now);
    const neighbour = reshardableShard(stream, request.AdjacentShardToMerge, now);
    if (!areAdjacent(shard.range, neighbour.range)) {
      throw shardsNotAdjacent(shard.id, neighbour.id, stream);
    }
    const [low, high] =
      shard.range.start < neighbour.range.start ? [shard, neighbour] : [neighbour, shard];
    const range = { start: low.range.start, end: high.range.end };
    kinesis.reshard(stream, [shard, neighbour], [range]);
    return undefined;
  },
});
