import { base64Text } from '../../wire/base64-text.ts';
import { boolean, list, optional, string, structure } from '../../wire/input.ts';
import { ValidationReport } from '../../wire/validation-report.ts';
import { encryptionOf } from '../describe.ts';
import { dryRunSucceeded, requestTooLarge } from '../errors.ts';
import { hashKey, streamReference } from '../fields.ts';
import { growIfHot } from '../growth.ts';
import { incoming, type IncomingRecord } from '../records/incoming-record.ts';
import { afterKeeping } from '../keeper.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { shardRateMessage, THROUGHPUT_EXCEEDED } from '../limits/limit-errors.ts';
import { checkPartitionKey, checkRecordSize, maxRecordBytes, shardFor } from '../placement.ts';
import { PutRecordsAnswer } from '../records/put-records-answer.ts';
import { quickPutRecords } from '../records/quick-put-records.ts';
import { referencedReadyStream, type StreamReference } from '../references.ts';
import type { Shard } from '../shard.ts';
import type { Kinesis } from '../state.ts';
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
  run: (kinesis, request) => put(kinesis, request, request.Records.map(incoming)),
  runQuickly(kinesis, body) {
    const request = quickPutRecords(body);
    return request && put(kinesis, request, request.Records);
  },
});

interface PutRequest extends StreamReference {
  readonly DryRun?: boolean;
}

function put(kinesis: Kinesis, request: PutRequest, records: readonly IncomingRecord[]) {
  const now = kinesis.now();
  const stream = referencedReadyStream(kinesis, request);
  checkKeys(stream, records);
  checkSizes(records, maxRecordBytes(stream, now));
  const shards = records.map((record) => shardFor(stream, record, now));
  if (request.DryRun) throw dryRunSucceeded();
  kinesis.makeRoom(now);
  const encryption = encryptionOf(stream.settings.encryptionKey.at(now));
  const stamp = { arrivedAt: now, encryptionType: encryption.EncryptionType };
  const answer = new PutRecordsAnswer(records.length);
  for (const [index, record] of records.entries()) {
    // The two lists are of one length.
    const shard = shards[index] as Shard;
    if (kinesis.limits.admitsWrite(stream, shard, record.sizeBytes, now)) {
      answer.add(stream.append(shard, record, stamp), shard.id);
    } else {
      answer.refuse(THROUGHPUT_EXCEEDED, shardRateMessage(shard, stream));
    }
  }
  const filled = new Set(shards);
  for (const shard of filled) growIfHot(kinesis, stream, shard, now);
  const kept = kinesis.keeper.keepRecords(stream, filled);
  return afterKeeping(kept, answer.output(encryption));
}

function checkKeys(stream: Stream, records: readonly IncomingRecord[]): void {
  const report = new ValidationReport({ echoesValues: true });
  for (const [index, record] of records.entries()) {
    if (record.keyFrom < record.keyTo) continue;
    checkPartitionKey(stream, record, `records.${index + 1}.member.partitionKey`, report);
  }
  report.throwIfAny();
}

function checkSizes(records: readonly IncomingRecord[], maxBytes: number): void {
  const report = new ValidationReport({ echoesValues: false });
  let totalBytes = 0;
  for (const [index, { sizeBytes }] of records.entries()) {
    totalBytes += sizeBytes;
    if (sizeBytes <= maxBytes) continue;
    checkRecordSize(sizeBytes, maxBytes, `records.${index + 1}.member.data`, report);
  }
  report.throwIfAny();
  if (totalBytes > TEN_MIB) throw requestTooLarge();
}
