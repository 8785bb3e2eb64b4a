import { base64Text } from '../../wire/base64-text.ts';
import { boolean, optional, string } from '../../wire/input.ts';
import { ValidationReport } from '../../wire/validation-report.ts';
import { encryptionOf } from '../describe.ts';
import { dryRunSucceeded, orderingNumberInvalid } from '../errors.ts';
import { hashKey, sequenceNumber, streamReference } from '../fields.ts';
import { growIfHot } from '../growth.ts';
import { incoming, type IncomingRecord } from '../records/incoming-record.ts';
import { afterKeeping } from '../keeper.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { checkPartitionKey, checkRecordSize, maxRecordBytes, shardFor } from '../placement.ts';
import { numberIn } from '../records/record-text.ts';
import { referencedReadyStream } from '../references.ts';
import { parseSequenceNumber } from '../sequence-number.ts';
import { orderingNeedsKeys } from '../settings-errors.ts';
import type { Stream } from '../stream.ts';

const TEN_MIB = 10_485_760;

const input = {
  ...streamReference,
  Data: base64Text({ max: TEN_MIB }),
  PartitionKey: optional(string({ min: 1, max: 256 })),
  ExplicitHashKey: optional(hashKey),
  SequenceNumberForOrdering: optional(sequenceNumber),
  DryRun: optional(boolean()),
};

/**
 * Appends one record to the shard that owns its hash key.
 *
 * As on AWS: empty data is legal; a stream in CREATING does not exist yet; sequence numbers rise
 * strictly within a shard, so that an earlier one given for ordering is always respected; a stream
 * that distributes records by itself takes none for ordering; a shard refuses what exceeds its rate.
 * Unverified: that a dry run is not counted.
 */
export const putRecord = kinesisAction({
  name: 'PutRecord',
  input,
  run(kinesis, request) {
    const now = kinesis.now();
    const { SequenceNumberForOrdering, DryRun } = request;
    const stream = referencedReadyStream(kinesis, request);
    const record = incoming(request);
    checkRecord(stream, record, now);
    if (SequenceNumberForOrdering !== undefined) {
      checkOrderingNumber(stream, SequenceNumberForOrdering, now);
    }
    const shard = shardFor(stream, record, now);
    if (DryRun) throw dryRunSucceeded();
    kinesis.makeRoom(now);
    const encryption = encryptionOf(stream.settings.encryptionKey.at(now));
    const stamp = { arrivedAt: now, encryptionType: encryption.EncryptionType };
    kinesis.limits.checkWrite(stream, shard, record.sizeBytes, now);
    const SequenceNumber = numberIn(stream.append(shard, record, stamp));
    growIfHot(kinesis, stream, shard, now);
    const output = { ShardId: shard.id, SequenceNumber, ...encryption };
    return afterKeeping(kinesis.keeper.keepRecords(stream, [shard]), output);
  },
});

function checkRecord(stream: Stream, record: IncomingRecord, now: number): void {
  const missing = new ValidationReport({ echoesValues: true });
  checkPartitionKey(stream, record, 'partitionKey', missing);
  missing.throwIfAny();
  const report = new ValidationReport({ echoesValues: false });
  checkRecordSize(record.sizeBytes, maxRecordBytes(stream, now), 'data', report);
  report.throwIfAny();
}

function checkOrderingNumber(stream: Stream, number: string, now: number): void {
  if (stream.settings.distribution === 'AUTO') throw orderingNeedsKeys(stream);
  const parsed = parseSequenceNumber(number);
  const isPast = parsed !== undefined && parsed.recordedAtSeconds * 1_000 <= now;
  if (!isPast) throw orderingNumberInvalid(number, stream);
}
