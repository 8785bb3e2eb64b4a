import type { Action } from '../../wire/action.ts';
import type { Kinesis } from '../state.ts';
import { createStream } from './create-stream.ts';
import { deleteStream } from './delete-stream.ts';
import { deregisterStreamConsumer } from './deregister-stream-consumer.ts';
import { describeStreamConsumer } from './describe-stream-consumer.ts';
import { describeStreamSummary } from './describe-stream-summary.ts';
import { describeStream } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listShards } from './list-shards.ts';
import { listStreamConsumers } from './list-stream-consumers.ts';
import { listStreams } from './list-streams.ts';
import { mergeShards } from './merge-shards.ts';
import { putRecord } from './put-record.ts';
import { putRecords } from './put-records.ts';
import { registerStreamConsumer } from './register-stream-consumer.ts';
import { splitShard } from './split-shard.ts';
import { subscribeToShard } from './subscribe-to-shard.ts';

export const kinesisActions: readonly Action<Kinesis>[] = [
  createStream,
  deleteStream,
  deregisterStreamConsumer,
  describeStream,
  describeStreamConsumer,
  describeStreamSummary,
  getRecords,
  getShardIterator,
  listShards,
  listStreamConsumers,
  listStreams,
  mergeShards,
  putRecord,
  putRecords,
  registerStreamConsumer,
  splitShard,
  subscribeToShard,
];
