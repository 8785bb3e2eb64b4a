import { call } from '../program/raw-calls.ts';
import { RawClient } from '../program/raw-client.ts';
import { dataOf, STREAM, type Acknowledged } from './writer.ts';

interface Stored {
  readonly SequenceNumber: string;
  readonly PartitionKey: string;
  readonly Data: string;
}

export interface Verdict {
  readonly read: number;
  readonly problems: readonly string[];
}

/** Reads the whole stream and says what is not as it was acknowledged: lost, changed or out of order. */
export async function checkAll(
  port: number,
  acknowledged: readonly Acknowledged[],
): Promise<Verdict> {
  const client = new RawClient(port);
  const problems: string[] = [];
  const stored = new Map<string, Stored>();
  const { Shards } = await call<{ readonly Shards: readonly { readonly ShardId: string }[] }>(
    client,
    'ListShards',
    { StreamName: STREAM },
  );
  for (const { ShardId } of Shards) {
    const last = new Map<string, number>();
    let sequenceNumber = '';
    for await (const record of recordsOf(client, ShardId)) {
      if (record.SequenceNumber <= sequenceNumber) problems.push(`${ShardId}: numbers do not rise`);
      sequenceNumber = record.SequenceNumber;
      stored.set(`${ShardId}/${record.SequenceNumber}`, record);
      problems.push(...wrongIn(record, last));
    }
  }
  client.close();
  for (const { key, number, shardId, sequenceNumber } of acknowledged) {
    const record = stored.get(`${shardId}/${sequenceNumber}`);
    if (!record) problems.push(`lost: ${key} ${number}`);
    else if (record.Data !== dataOf(key, number)) problems.push(`changed: ${key} ${number}`);
  }
  return { read: stored.size, problems };
}

/** A record must be one that was sent, whole, and come after those of its key that were sent before. */
function wrongIn({ PartitionKey: key, Data }: Stored, last: Map<string, number>): string[] {
  const number = Number(Buffer.from(Data, 'base64').toString().split('/')[1]);
  const isSent = Data === dataOf(key, number);
  const isNext = number > (last.get(key) ?? -1);
  last.set(key, number);
  return [
    ...(isSent ? [] : [`never sent: ${key} ${number}`]),
    ...(isNext ? [] : [`out of order or twice: ${key} ${number}`]),
  ];
}

async function* recordsOf(client: RawClient, ShardId: string): AsyncGenerator<Stored> {
  let { ShardIterator } = await call<{ readonly ShardIterator?: string }>(
    client,
    'GetShardIterator',
    { StreamName: STREAM, ShardId, ShardIteratorType: 'TRIM_HORIZON' },
  );
  for (let isBehind = true; isBehind && ShardIterator !== undefined;) {
    const page: {
      readonly Records: readonly Stored[];
      readonly MillisBehindLatest: number;
      readonly NextShardIterator?: string;
    } = await call(client, 'GetRecords', { ShardIterator });
    yield* page.Records;
    isBehind = page.MillisBehindLatest > 0 || page.Records.length > 0;
    ShardIterator = page.NextShardIterator;
  }
}
