import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME, TAGS } from '../members.ts';

const input = { DeliveryStreamName: DELIVERY_STREAM_NAME, Tags: TAGS };

export const tagDeliveryStream = firehoseAction({
  name: 'TagDeliveryStream',
  input,
  run(firehose, { DeliveryStreamName, Tags }) {
    firehose.deliveryStream(DeliveryStreamName).tags.add(Tags);
    return {};
  },
});
