import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME, TAGS } from '../members.ts';

const input = { DeliveryStreamName: DELIVERY_STREAM_NAME, Tags: TAGS };

export const tagDeliveryStream = firehoseAction({
  name: 'TagDeliveryStream',
  input,
  async run(firehose, { DeliveryStreamName, Tags }) {
    const stream = firehose.deliveryStream(DeliveryStreamName);
    stream.tags.add(Tags);
    await stream.keep();
    return {};
  },
});
