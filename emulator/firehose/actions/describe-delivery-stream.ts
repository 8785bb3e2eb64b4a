import { integer, optional } from '../../wire/input.ts';
import { describeDeliveryStream as describe } from '../describe.ts';
import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME, DESTINATION_ID_TEXT } from '../members.ts';

const input = {
  DeliveryStreamName: DELIVERY_STREAM_NAME,
  Limit: optional(integer({ min: 1, max: 10_000 })),
  ExclusiveStartDestinationId: optional(DESTINATION_ID_TEXT),
};

/** As on AWS: Limit and ExclusiveStartDestinationId change nothing, there is one destination. */
export const describeDeliveryStream = firehoseAction({
  name: 'DescribeDeliveryStream',
  input,
  run: (firehose, { DeliveryStreamName }) => ({
    DeliveryStreamDescription: describe(firehose.deliveryStream(DeliveryStreamName)),
  }),
});
