import { ListShardsCommand, type KinesisClient, type Shard } from '@aws-sdk/client-kinesis';
import type { ShardDescription, StreamStatus } from '#pipeline/status.ts';

/** Asks the stream itself, as anybody can. */
export async function streamStatus(kinesis: KinesisClient, name: string): Promise<StreamStatus> {
  const shards: ShardDescription[] = [];
  let NextToken: string | undefined;
  do {
    const where = NextToken === undefined ? { StreamName: name } : { NextToken };
    const page = await kinesis.send(new ListShardsCommand(where));
    shards.push(...(page.Shards ?? []).map(described));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { name, shards };
}

const described = (shard: Shard): ShardDescription => ({
  shardId: shard.ShardId ?? '',
  parentIds: [shard.ParentShardId, shard.AdjacentParentShardId].filter(
    (parent) => parent !== undefined,
  ),
  startingHashKey: shard.HashKeyRange?.StartingHashKey ?? '0',
  endingHashKey: shard.HashKeyRange?.EndingHashKey ?? '0',
  isOpen: shard.SequenceNumberRange?.EndingSequenceNumber === undefined,
});
