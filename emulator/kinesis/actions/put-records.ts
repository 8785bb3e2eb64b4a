import { blob, boolean, list, optional, string, structure } from '../../wire/input.ts';
import { ValidationReport } from '../../wire/validation-report.ts';
import { encryptionOf } from '../describe.ts';
import { dryRunSucceeded, requestTooLarge } from '../errors.ts';
import { hashKey, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import {
  checkPartitionKey,
  checkRecordSize,
  maxRecordBytes,
  recordBytes,
  shardFor,
  type RecordToPut,
} from '../placement.ts';
import { referencedReadyStream } from '../references.ts';
import type { Stream } from '../stream.ts';

const TEN_MIB = 10_485_760;

const input = {
  ...streamReference,
  Records: list(
    structure({
      Data: blob({ max: TEN_MIB }),
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
 * and nothing is written. Unlike AWS: a shard takes records at any rate, so that no record fails by
 * itself.
 */
export const putRecords = kinesisAction({
  name: 'PutRecords',
  input,
  run(kinesis, request) {
    const now = kinesis.now();
    const { Records, DryRun } = request;
    const stream = referencedReadyStream(kinesis, request);
    checkKeys(stream, Records);
    checkSizes(Records, maxRecordBytes(stream, now));
    const shards = Records.map((record) => shardFor(kinesis, stream, record, now));
    if (DryRun) throw dryRunSucceeded();
    return {
      FailedRecordCount: 0,
      Records: shards.map((shard, index) => {
        // The two lists are of one length.
        const { PartitionKey = '', Data } = Records[index] as RecordToPut;
        const { sequenceNumber } = stream.append(shard, PartitionKey, Data, now);
        return { SequenceNumber: sequenceNumber, ShardId: shard.id };
      }),
      ...encryptionOf(stream.settings.encryptionKey.at(now)),
    };
  },
});

function checkKeys(stream: Stream, records: readonly RecordToPut[]): void {
  const report = new ValidationReport({ echoesValues: true });
  for (const [index, record] of records.entries()) {
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
    checkRecordSize(bytes, maxBytes, `records.${index + 1}.member.data`, report);
  }
  report.throwIfAny();
  if (totalBytes > TEN_MIB) throw requestTooLarge();
}
