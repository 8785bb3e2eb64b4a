import { integer, optional } from '../../wire/input.ts';
import { streamArn, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedActiveStream } from '../references.ts';

const input = {
  StreamARN: optional(streamArn),
  StreamId: streamId,
  MaxRecordSizeInKiB: integer({ min: 1_024, max: 10_240 }),
};

/**
 * Changes how large a record of the stream may be, from 1 MiB to 10 MiB.
 *
 * As on AWS: the answer has an empty body. Unverified: that the stream is UPDATING until the size is
 * in force.
 */
export const updateMaxRecordSize = kinesisAction({
  name: 'UpdateMaxRecordSize',
  input,
  run(kinesis, request) {
    const stream = referencedActiveStream(kinesis, request);
    stream.settings.maxRecordSizeKiB.change(request.MaxRecordSizeInKiB, kinesis.update(stream));
    return undefined;
  },
});
