import { base64Text } from '../../wire/base64-text.ts';
import { boolean, list, optional, string, structure } from '../../wire/input.ts';
import { ValidationReport } from '../../wire/validation-report.ts';
import { encryptionOf } from '../describe.ts';
import { dryRunSucceeded, requestTooLarge } from '../errors.ts';
import { hashKey, streamReference } from '../fields.ts';
import { growIfHot } from '../growth.ts';
import { afterKeeping } from '../keeper.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { shardRateMessage, THROUGHPUT_EXCEEDED } from '../limits/limit-errors.ts';
import {
  checkPartitionKey,
  checkRecordSize,
  incoming,
  maxRecordBytes,
  recordBytes,
  shardFor,
  type RecordToPut,
} from '../placement.ts';
import { PutRecordsAnswer } from '../put-records-answer.ts';
import { quickPutRecords } from '../quick-put-records.ts';
import { referencedReadyStream } from '../references.ts';
import type { Stream } from '../stream.ts';

const TEN_MIB = 10_485_760;

const input = {
  ...streamReference,
  Records: list(
    structure({
      Data: base64Text({ max: TEN_MIB }),
      PartitionKey: optional(string({ min: 1, max: 256 })),
      ExplicitHashKey: optional(hashKey),
    }),
    { min: 1, max: 500 },
  ),
  DryRun: optional(boolean()),
};

/**
 * Appends up to 500 records, each to the shard that owns its hash key.
 *
 * As on AWS: results stand in the order of the request; one invalid record refuses the whole call,
 * and nothing is written; a record that its shard does not take now fails by itself, in its place,
 * and later ones may still be taken.
 */
export const putRecords = kinesisAction({
  name: 'PutRecords',
  input,
  parseQuickly: quickPutRecords,
  run(kinesis, request) {
    const now = kinesis.now();
    const { Records, DryRun } = request;
    const stream = referencedReadyStream(kinesis, request);
    checkKeys(stream, Records);
    checkSizes(Records, maxRecordBytes(stream, now));
    const shards = Records.map((record) => shardFor(stream, record, now));
    if (DryRun) throw dryRunSucceeded();
    const encryption = encryptionOf(stream.settings.encryptionKey.at(now));
    const answer = new PutRecordsAnswer(Records.length);
    for (const [index, shard] of shards.entries()) {
      // The two lists are of one length.
      const record = incoming(Records[index] as RecordToPut, encryption);
      if (kinesis.limits.admitsWrite(stream, shard, record.sizeBytes, now)) {
        answer.add(stream.append(shard, record, now), shard.id);
      } else {
        answer.refuse(THROUGHPUT_EXCEEDED, shardRateMessage(shard, stream));
      }
    }
    const filled = new Set(shards);
    for (const shard of filled) growIfHot(kinesis, stream, shard, now);
    const kept = kinesis.keeper.keepRecords(stream, filled);
    return afterKeeping(kept, answer.output(encryption));
  },
});

function checkKeys(stream: Stream, records: readonly RecordToPut[]): void {
  const report = new ValidationReport({ echoesValues: true });
  for (const [index, record] of records.entries()) {
    if (record.PartitionKey !== undefined) continue;
    checkPartitionKey(stream, record, `records.${index + 1}.member.partitionKey`, report);
  }
  report.throwIfAny();
}

function checkSizes(records: readonly RecordToPut[], maxBytes: number): void {
  const report = new ValidationReport({ echoesValues: false });
  let totalBytes = 0;
  for (const [index, record] of records.entries()) {
    const bytes = recordBytes(record);
    totalBytes += bytes;
    if (bytes <= maxBytes) continue;
    checkRecordSize(bytes, maxBytes, `records.${index + 1}.member.data`, report);
  }
  report.throwIfAny();
  if (totalBytes > TEN_MIB) throw requestTooLarge();
}
