import { list } from '../../wire/input.ts';
import { batchTooLarge } from '../errors.ts';
import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME, RECORD } from '../members.ts';

const MAX_BATCH_BYTES = 4 * 1_048_576;

const input = {
  DeliveryStreamName: DELIVERY_STREAM_NAME,
  Records: list(RECORD, { min: 1, max: 500 }),
};

const THROTTLED = { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' };

/**
 * Adds up to 500 records to the buffer, in their order.
 *
 * As on AWS: more than 4 MiB are refused as a whole; a throttle is told per record, with HTTP 200.
 * Unlike AWS: no record after the first refused one is taken, so that a retry keeps the order.
 */
export const putRecordBatch = firehoseAction({
  name: 'PutRecordBatch',
  input,
  run(firehose, { DeliveryStreamName, Records }) {
    const stream = firehose.forPuts(DeliveryStreamName);
    const bytes = Records.reduce((sum, { Data }) => sum + Data.length, 0);
    if (bytes > MAX_BATCH_BYTES) throw batchTooLarge();
    const taken = stream.put(Records.map(({ Data }) => Data));
    return {
      FailedPutCount: Records.length - taken,
      Encrypted: false,
      RequestResponses: Records.map((_, index) =>
        index < taken ? { RecordId: firehose.nextRecordId() } : THROTTLED,
      ),
    };
  },
});
