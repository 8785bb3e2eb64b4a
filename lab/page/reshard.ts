import {
  KinesisServiceException,
  MergeShardsCommand,
  SplitShardCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import { CommandRefused, type ReshardControls } from '#dashboard/controls.ts';
import { streamStatus } from './stream-status.ts';

/** Splits and merges shards as anybody would, through Kinesis' own API. */
export const reshardControls = (kinesis: KinesisClient, stream: string): ReshardControls => ({
  split: async (shardId) => {
    const { shards } = await streamStatus(kinesis, stream);
    const shard = shards.find((candidate) => candidate.shardId === shardId);
    if (!shard) throw new CommandRefused(`There is no shard ${shardId}.`);
    const start = BigInt(shard.startingHashKey);
    const middle = start + (BigInt(shard.endingHashKey) - start + 1n) / 2n;
    await asked(
      kinesis.send(
        new SplitShardCommand({
          StreamName: stream,
          ShardToSplit: shardId,
          NewStartingHashKey: String(middle),
        }),
      ),
    );
  },
  merge: async (shardId, adjacentShardId) => {
    await asked(
      kinesis.send(
        new MergeShardsCommand({
          StreamName: stream,
          ShardToMerge: shardId,
          AdjacentShardToMerge: adjacentShardId,
        }),
      ),
    );
  },
});

/** What Kinesis refuses, it says why: in its own words. */
async function asked(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (error instanceof KinesisServiceException) {
      throw new CommandRefused(`${error.name}: ${error.message}`);
    }
    throw error;
  }
}
