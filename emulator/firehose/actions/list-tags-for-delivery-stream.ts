import { integer, optional } from '../../wire/input.ts';
import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME, TAG_KEY } from '../members.ts';

/** Unverified: how many come without a limit. */
const DEFAULT_LIMIT = 50;

const input = {
  DeliveryStreamName: DELIVERY_STREAM_NAME,
  ExclusiveStartTagKey: optional(TAG_KEY),
  Limit: optional(integer({ min: 1, max: 50 })),
};

/** As on AWS: none is an empty list (recorded). Unverified: that they come in the order of their keys. */
export const listTagsForDeliveryStream = firehoseAction({
  name: 'ListTagsForDeliveryStream',
  input,
  run(firehose, { DeliveryStreamName, ExclusiveStartTagKey = '', Limit = DEFAULT_LIMIT }) {
    const { values } = firehose.deliveryStream(DeliveryStreamName).tags;
    const keys = [...values.keys()].filter((key) => key > ExclusiveStartTagKey).sort();
    return {
      Tags: keys.slice(0, Limit).map((key) => ({ Key: key, Value: values.get(key) })),
      HasMoreTags: keys.length > Limit,
    };
  },
});
