import { createDeliveryStream } from './create-delivery-stream.ts';
import { deleteDeliveryStream } from './delete-delivery-stream.ts';
import { describeDeliveryStream } from './describe-delivery-stream.ts';
import { listDeliveryStreams } from './list-delivery-streams.ts';
import { putRecordBatch } from './put-record-batch.ts';
import { putRecord } from './put-record.ts';
import { updateDestination } from './update-destination.ts';

export const actions = [
  createDeliveryStream,
  deleteDeliveryStream,
  describeDeliveryStream,
  listDeliveryStreams,
  putRecord,
  putRecordBatch,
  updateDestination,
];
