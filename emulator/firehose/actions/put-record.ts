import { slowDown } from '../errors.ts';
import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME, RECORD } from '../members.ts';

const input = { DeliveryStreamName: DELIVERY_STREAM_NAME, Record: RECORD };

/**
 * Adds one record to the buffer.
 *
 * As on AWS: refused on a delivery stream that reads a Kinesis stream; 503 `Slow down.` is its throttle.
 * Unlike AWS: there is no quota of records or bytes per second; it throttles only while S3 takes nothing
 * and the objects that wait fill their bound.
 */
export const putRecord = firehoseAction({
  name: 'PutRecord',
  input,
  run(firehose, { DeliveryStreamName, Record }) {
    const stream = firehose.forPuts(DeliveryStreamName);
    if (stream.put([Record.Data]) === 0) throw slowDown();
    return { RecordId: firehose.nextRecordId(), Encrypted: false };
  },
});
