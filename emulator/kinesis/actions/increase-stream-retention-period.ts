import { integer } from '../../wire/input.ts';
import { streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedActiveStream } from '../references.ts';
import { checkRetention } from '../retention.ts';
import { retentionNotIncreased } from '../settings-errors.ts';

/**
 * Lengthens the time for which a stream keeps its records.
 *
 * As on AWS: up to a year; what has aged out before does not come back; the present period is accepted.
 */
export const increaseStreamRetentionPeriod = kinesisAction({
  name: 'IncreaseStreamRetentionPeriod',
  input: { ...streamReference, RetentionPeriodHours: integer() },
  run(kinesis, request) {
    const { RetentionPeriodHours: hours } = request;
    checkRetention(hours);
    const stream = referencedActiveStream(kinesis, request);
    const current = stream.settings.retentionHours;
    if (hours < current) throw retentionNotIncreased(hours, current, stream);
    stream.retain(hours, kinesis.now());
    return undefined;
  },
});
