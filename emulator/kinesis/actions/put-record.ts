import { blob, boolean, optional, string } from '../../wire/input.ts';
import { ValidationReport } from '../../wire/validation-report.ts';
import { dryRunSucceeded, orderingNumberInvalid } from '../errors.ts';
import { hashKey, sequenceNumber, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { checkRecordSize, recordBytes, shardFor } from '../placement.ts';
import { referencedReadyStream } from '../references.ts';
import { parseSequenceNumber } from '../sequence-number.ts';

const TEN_MIB = 10_485_760;

const input = {
  ...streamReference,
  Data: blob({ max: TEN_MIB }),
  PartitionKey: string({ min: 1, max: 256 }),
  ExplicitHashKey: optional(hashKey),
  SequenceNumberForOrdering: optional(sequenceNumber),
  DryRun: optional(boolean()),
};

/**
 * Appends one record to the shard that owns its hash key.
 *
 * As on AWS: empty data is legal; a stream in CREATING does not exist yet; sequence numbers rise
 * strictly within a shard, so that an earlier one given for ordering is always respected.
 * Unlike AWS: a shard takes records at any rate.
 */
export const putRecord = kinesisAction({
  name: 'PutRecord',
  input,
  run(kinesis, request) {
    const now = kinesis.now();
    const { Data, PartitionKey, SequenceNumberForOrdering, DryRun } = request;
    const stream = referencedReadyStream(kinesis, request);
    const report = new ValidationReport({ echoesValues: false });
    checkRecordSize(stream, recordBytes(request), 'data', report);
    report.throwIfAny();
    if (SequenceNumberForOrdering !== undefined && !isPast(SequenceNumberForOrdering, now)) {
      throw orderingNumberInvalid(SequenceNumberForOrdering, stream);
    }
    const shard = shardFor(kinesis, stream, request, now);
    if (DryRun) throw dryRunSucceeded();
    const { sequenceNumber: SequenceNumber } = stream.append(shard, PartitionKey, Data, now);
    return { ShardId: shard.id, SequenceNumber };
  },
});

function isPast(number: string, now: number): boolean {
  const parsed = parseSequenceNumber(number);
  return parsed !== undefined && parsed.recordedAtSeconds * 1_000 <= now;
}
