import { boolean, optional } from '../../wire/input.ts';
import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME } from '../members.ts';

const input = {
  DeliveryStreamName: DELIVERY_STREAM_NAME,
  AllowForceDelete: optional(boolean()),
};

/**
 * As on AWS: what is buffered is discarded, not flushed; refused while the delivery stream is CREATING.
 * Unlike AWS: a deletion never fails, so there is nothing to force.
 */
export const deleteDeliveryStream = firehoseAction({
  name: 'DeleteDeliveryStream',
  input,
  async run(firehose, { DeliveryStreamName }) {
    await firehose.delete(DeliveryStreamName);
    return {};
  },
});
