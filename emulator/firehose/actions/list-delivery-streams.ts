import { integer, optional } from '../../wire/input.ts';
import type { DeliveryStream } from '../delivery-stream.ts';
import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME, DELIVERY_STREAM_TYPE } from '../members.ts';

const DEFAULT_LIMIT = 10;

const input = {
  Limit: optional(integer({ min: 1, max: 10_000 })),
  DeliveryStreamType: optional(DELIVERY_STREAM_TYPE),
  ExclusiveStartDeliveryStreamName: optional(DELIVERY_STREAM_NAME),
};

/** As on AWS: in alphabetical order, ten at a time unless asked otherwise. */
export const listDeliveryStreams = firehoseAction({
  name: 'ListDeliveryStreams',
  input,
  run(firehose, request) {
    const { Limit = DEFAULT_LIMIT, DeliveryStreamType, ExclusiveStartDeliveryStreamName } = request;
    const names = firehose
      .deliveryStreams()
      .filter((stream) => DeliveryStreamType === undefined || typeOf(stream) === DeliveryStreamType)
      .map(({ name }) => name)
      .filter((name) => name > (ExclusiveStartDeliveryStreamName ?? ''));
    return {
      DeliveryStreamNames: names.slice(0, Limit),
      HasMoreDeliveryStreams: names.length > Limit,
    };
  },
});

const typeOf = ({ source }: DeliveryStream): string =>
  source ? 'KinesisStreamAsSource' : 'DirectPut';
