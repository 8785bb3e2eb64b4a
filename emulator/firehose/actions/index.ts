import { createDeliveryStream } from './create-delivery-stream.ts';
import { deleteDeliveryStream } from './delete-delivery-stream.ts';
import { describeDeliveryStream } from './describe-delivery-stream.ts';
import { listDeliveryStreams } from './list-delivery-streams.ts';
import { listTagsForDeliveryStream } from './list-tags-for-delivery-stream.ts';
import { putRecordBatch } from './put-record-batch.ts';
import { putRecord } from './put-record.ts';
import { tagDeliveryStream } from './tag-delivery-stream.ts';
import { untagDeliveryStream } from './untag-delivery-stream.ts';
import { updateDestination } from './update-destination.ts';

export const actions = [
  createDeliveryStream,
  deleteDeliveryStream,
  describeDeliveryStream,
  listDeliveryStreams,
  listTagsForDeliveryStream,
  putRecord,
  putRecordBatch,
  tagDeliveryStream,
  untagDeliveryStream,
  updateDestination,
];
