import { boolean, optional, timestamp } from '../../wire/input.ts';
import { dryRunSucceeded } from '../errors.ts';
import { name, positionType, sequenceNumber, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { readableShard, referencedStream } from '../references.ts';
import { startPosition } from '../start-position.ts';

const input = {
  ...streamReference,
  ShardId: name,
  ShardIteratorType: positionType,
  StartingSequenceNumber: optional(sequenceNumber),
  Timestamp: optional(timestamp()),
  DryRun: optional(boolean()),
};

/**
 * Gives an iterator, a place in a shard to read from.
 *
 * As on AWS: the place is fixed now, also for LATEST; it lives for five minutes;
 * five a second for each shard. A shard of a stream
 * in CREATING does not exist yet.
 */
export const getShardIterator = kinesisAction({
  name: 'GetShardIterator',
  input,
  run(kinesis, request) {
    const now = kinesis.now();
    const stream = referencedStream(kinesis, request);
    const shard = readableShard(stream, request.ShardId, now);
    const position = startPosition(
      {
        type: request.ShardIteratorType,
        sequenceNumber: request.StartingSequenceNumber,
        timestamp: request.Timestamp,
      },
      { stream, shard, now, operation: 'GetShardIterator' },
    );
    if (request.DryRun) throw dryRunSucceeded();
    kinesis.limits.checkIterator(stream, shard, now);
    return { ShardIterator: kinesis.iterator(stream, shard, position) };
  },
});
