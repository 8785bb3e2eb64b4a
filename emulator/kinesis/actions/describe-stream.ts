import { integer, optional } from '../../wire/input.ts';
import { describeShard, describeStreamBriefly, describeStreamSettings } from '../describe.ts';
import { name, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedStream } from '../references.ts';
import { shardsAfter } from '../shard-filter.ts';

/** As on AWS: the default, and more are never given. */
const MAX_SHARDS = 100;

const input = {
  ...streamReference,
  Limit: optional(integer({ min: 1, max: 10_000 })),
  ExclusiveStartShardId: optional(name),
};

/**
 * Describes a stream and, page by page, its shards.
 *
 * As on AWS: a stream in CREATING has no shards yet; closed shards are listed while their records
 * may still be there; the order is that of the ids.
 */
export const describeStream = kinesisAction({
  name: 'DescribeStream',
  input,
  run(kinesis, request) {
    const now = kinesis.now();
    const stream = referencedStream(kinesis, request);
    const limit = Math.min(request.Limit ?? MAX_SHARDS, MAX_SHARDS);
    const shards = shardsAfter(stream.shards(now), request.ExclusiveStartShardId);
    return {
      StreamDescription: {
        ...describeStreamBriefly(stream, now),
        ...describeStreamSettings(stream, now),
        Shards: shards.slice(0, limit).map((shard) => describeShard(shard, now)),
        HasMoreShards: shards.length > limit,
      },
    };
  },
});
