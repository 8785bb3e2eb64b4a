import { integer } from '../../wire/input.ts';
import { streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedActiveStream } from '../references.ts';
import { checkRetention } from '../retention.ts';
import { retentionNotDecreased } from '../settings-errors.ts';

/**
 * Shortens the time for which a stream keeps its records.
 *
 * As on AWS: down to a day; what is older can be read no more, at once; the present period is accepted.
 */
export const decreaseStreamRetentionPeriod = kinesisAction({
  name: 'DecreaseStreamRetentionPeriod',
  input: { ...streamReference, RetentionPeriodHours: integer() },
  run(kinesis, request) {
    const { RetentionPeriodHours: hours } = request;
    checkRetention(hours);
    const stream = referencedActiveStream(kinesis, request);
    const current = stream.settings.retentionHours;
    if (hours > current) throw retentionNotDecreased(hours, current, stream);
    stream.retain(hours, kinesis.now());
    return undefined;
  },
});
