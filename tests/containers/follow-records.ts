import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { decodeRecord } from '#pipeline/record.ts';
import { splitRecords } from '#pipeline/split-records.ts';
import { LatencyHistogram } from '#runtime/latency.ts';

/** When the stream took each record, by its own stamp; epoch ms by the record's id. */
export type Arrivals = ReadonlyMap<string, number>;

export interface FoundObject {
  readonly key: string;
  /** S3's listing knows whole seconds: up to one later than this. */
  readonly storedAt: number;
  readonly sizeBytes: number;
  readonly ids: readonly string[];
}

/** Everything that is on the stream, read without any of the lab's consumers. */
export async function readArrivals(kinesis: KinesisClient, stream: string): Promise<Arrivals> {
  const arrivals = new Map<string, number>();
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: stream }));
  for (const { ShardId } of Shards) {
    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({
        StreamName: stream,
        ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    for await (const { Data, ApproximateArrivalTimestamp } of recordsFrom(kinesis, ShardIterator)) {
      if (Data) arrivals.set(decodeRecord(Data).id, ApproximateArrivalTimestamp?.getTime() ?? 0);
    }
  }
  return arrivals;
}

/** What is there now, to the tip of the shard. */
async function* recordsFrom(kinesis: KinesisClient, from: string | undefined) {
  let iterator = from;
  while (iterator) {
    const { Records, MillisBehindLatest, NextShardIterator } = await kinesis.send(
      new GetRecordsCommand({ ShardIterator: iterator }),
    );
    yield* Records ?? [];
    const isAtTip = Records?.length === 0 && MillisBehindLatest === 0;
    iterator = isAtTip ? undefined : NextShardIterator;
  }
}

/** Every object, opened and split into records again. */
export async function readObjects(s3: S3Client, bucket: string): Promise<FoundObject[]> {
  const found: FoundObject[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
    for (const { Key: key = '', LastModified } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      found.push({
        key,
        storedAt: LastModified?.getTime() ?? 0,
        sizeBytes: bytes.byteLength,
        ids: Array.from(splitRecords(bytes), (piece) => decodeRecord(piece).id),
      });
    }
  }
  return found;
}

/** How long the oldest record of each object had been on the stream when the object was stored. */
export const oldestAges = (objects: readonly FoundObject[], arrivals: Arrivals): number[] =>
  objects.map(({ ids, storedAt }) => storedAt - Math.min(...ids.map((id) => at(arrivals, id))));

/** How long every record had been on the stream when its object was stored. */
export function putToS3(objects: readonly FoundObject[], arrivals: Arrivals): LatencyHistogram {
  const latency = new LatencyHistogram();
  for (const { ids, storedAt } of objects) {
    for (const id of ids) latency.record(storedAt - at(arrivals, id));
  }
  return latency;
}

/** What is on the stream and in no object. */
export function notDelivered(objects: readonly FoundObject[], arrivals: Arrivals): string[] {
  const delivered = new Set(objects.flatMap(({ ids }) => ids));
  return [...arrivals.keys()].filter((id) => !delivered.has(id));
}

function at(arrivals: Arrivals, id: string): number {
  const arrivedAt = arrivals.get(id);
  if (arrivedAt === undefined) throw new Error(`${id} is in an object and not on the stream`);
  return arrivedAt;
}
