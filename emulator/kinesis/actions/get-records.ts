import { boolean, integer, optional, string } from '../../wire/input.ts';
import { jsonText } from '../../wire/json-text.ts';
import { describeChild } from '../describe.ts';
import { dryRunSucceeded, streamNamesDisagree } from '../errors.ts';
import { streamArn, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { MAX_RECORDS, readShard } from '../read-shard.ts';
import { invalidIterator } from '../reading-errors.ts';
import { readableShard } from '../references.ts';
import { readShardIterator } from '../shard-iterator.ts';
import { shardIdOf } from '../shard-id.ts';

const TEN_MIB = 10_485_760;

const input = {
  ShardIterator: string({ min: 1, max: 512 }),
  Limit: optional(integer({ min: 1, max: MAX_RECORDS })),
  StreamARN: optional(streamArn),
  StreamId: streamId,
  DryRun: optional(boolean()),
};

/**
 * Reads records from where an iterator stands, and gives the next iterator.
 *
 * As on AWS: at most 10,000 records and 10 MiB; five calls and 2 MiB a second for each shard; the next iterator differs on every call; when a
 * closed shard has nothing left there is no next iterator but the children; records are readable as
 * soon as their put has returned. Unverified: that an iterator of a stream that was deleted and made
 * again is invalid.
 */
export const getRecords = kinesisAction({
  name: 'GetRecords',
  input,
  run(kinesis, { ShardIterator, Limit = MAX_RECORDS, StreamARN, DryRun }) {
    const now = kinesis.now();
    const iterator = readShardIterator(ShardIterator, now);
    const stream = kinesis.stream(iterator.streamName);
    if (stream.createdAt !== iterator.streamCreatedAt) throw invalidIterator();
    if (StreamARN !== undefined && StreamARN !== stream.arn) throw streamNamesDisagree();
    const shard = readableShard(stream, shardIdOf(iterator.shardIndex), now);
    if (DryRun) throw dryRunSucceeded();
    kinesis.limits.checkRead(stream, shard, now);

    const bounds = { maxRecords: Limit, maxBytes: TEN_MIB };
    const read = readShard(shard, iterator.position, bounds, now);
    shard.limits.noteRead(read.records.sizeBytes, now);
    return jsonText('Records', read.records.pieces, {
      MillisBehindLatest: read.millisBehind,
      ...(read.children
        ? { ChildShards: read.children.map(describeChild) }
        : { NextShardIterator: kinesis.iterator(stream, shard, read.position) }),
    });
  },
});
