import { list } from '../../wire/input.ts';
import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME, TAG_KEY } from '../members.ts';

const input = {
  DeliveryStreamName: DELIVERY_STREAM_NAME,
  TagKeys: list(TAG_KEY, { min: 1, max: 50 }),
};

/** As on AWS: a key that is not there is no mistake (recorded). */
export const untagDeliveryStream = firehoseAction({
  name: 'UntagDeliveryStream',
  input,
  async run(firehose, { DeliveryStreamName, TagKeys }) {
    const stream = firehose.deliveryStream(DeliveryStreamName);
    stream.tags.remove(TagKeys);
    await stream.keep();
    return {};
  },
});
