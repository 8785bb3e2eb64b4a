import { string } from '../../wire/input.ts';
import { DESTINATION_ID } from '../describe.ts';
import { destinationUpdates, settingsFrom, theOneDestination } from '../destination-input.ts';
import { invalidArgument, staleVersion } from '../errors.ts';
import { firehoseAction } from '../firehose-action.ts';
import { DELIVERY_STREAM_NAME, DESTINATION_ID_TEXT } from '../members.ts';

const input = {
  DeliveryStreamName: DELIVERY_STREAM_NAME,
  CurrentDeliveryStreamVersionId: string({ min: 1, max: 50, pattern: '[0-9]+' }),
  DestinationId: DESTINATION_ID_TEXT,
  ...destinationUpdates,
};

/**
 * Changes the destination.
 *
 * As on AWS: the version must be the present one and rises by one; what is given is merged into a
 * destination of the same kind and replaces one of another kind; nothing is flushed; the answer is empty.
 * Unverified: the wording for an unknown destination.
 */
export const updateDestination = firehoseAction({
  name: 'UpdateDestination',
  input,
  async run(firehose, request) {
    const { DeliveryStreamName, CurrentDeliveryStreamVersionId, DestinationId } = request;
    const stream = firehose.forChanges(DeliveryStreamName);
    const { kind, given } = theOneDestination(request, 'Update');
    if (DestinationId !== DESTINATION_ID) {
      throw invalidArgument(`Destination Id ${DestinationId} not found`);
    }
    if (CurrentDeliveryStreamVersionId !== String(stream.state.version)) {
      throw staleVersion(DeliveryStreamName, stream.state.version, CurrentDeliveryStreamVersionId);
    }
    const { settings } = stream.state.destination;
    await firehose.update(
      stream,
      settingsFrom(kind, given, settings.kind === kind ? settings : {}),
    );
    return undefined;
  },
});
