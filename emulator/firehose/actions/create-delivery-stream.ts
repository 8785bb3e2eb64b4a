import { ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { integer, optional, string, structure, type InputOf } from '../../wire/input.ts';
import {
  destinationConfigurations,
  ROLE_ARN,
  settingsFrom,
  theOneDestination,
} from '../destination-input.ts';
import type { StreamSource } from '../state.ts';
import { invalidArgument, notOffered } from '../errors.ts';
import { firehoseAction } from '../firehose-action.ts';
import { anyStructure, DELIVERY_STREAM_NAME, DELIVERY_STREAM_TYPE, TAGS } from '../members.ts';

const STREAM_ARN = string({
  min: 1,
  max: 512,
  pattern: 'arn:.*:kinesis:[a-zA-Z0-9\\-]+:\\d{12}:stream/[a-zA-Z0-9_.-]+',
});

const input = {
  DeliveryStreamName: DELIVERY_STREAM_NAME,
  DeliveryStreamType: optional(DELIVERY_STREAM_TYPE),
  DirectPutSourceConfiguration: optional(
    structure({ ThroughputHintInMBs: integer({ min: 1, max: 100 }) }),
  ),
  KinesisStreamSourceConfiguration: optional(
    structure({ KinesisStreamARN: STREAM_ARN, RoleARN: ROLE_ARN }),
  ),
  MSKSourceConfiguration: optional(anyStructure),
  DatabaseSourceConfiguration: optional(anyStructure),
  DeliveryStreamEncryptionConfigurationInput: optional(anyStructure),
  Tags: optional(TAGS),
  ...destinationConfigurations,
};

/**
 * Creates a delivery stream that takes Direct PUT or reads a Kinesis stream, and writes to S3.
 *
 * As on AWS: it is CREATING first; a source is read from its tip at the moment it becomes ACTIVE.
 * Unlike AWS: other sources, other destinations and encryption are refused, never ignored; the
 * role is not assumed. Unverified: the answer to a source that does not exist.
 */
export const createDeliveryStream = firehoseAction({
  name: 'CreateDeliveryStream',
  input,
  async run(firehose, request) {
    const { kind, given } = theOneDestination(request, 'Configuration');
    const settings = settingsFrom(kind, given);
    const source = sourceOf(request);
    firehose.refuseIfKnown(request.DeliveryStreamName);
    if (source) await findSource(() => firehose.findSource(source.streamName));
    const stream = firehose.create({ name: request.DeliveryStreamName, source, settings });
    stream.tags.add(request.Tags ?? []);
    await stream.keep();
    return { DeliveryStreamARN: stream.arn };
  },
});

function sourceOf(request: InputOf<typeof input>): StreamSource | undefined {
  const { DeliveryStreamType = 'DirectPut', KinesisStreamSourceConfiguration: given } = request;
  refuseWhatIsNotOffered(request, DeliveryStreamType);
  if ((DeliveryStreamType === 'KinesisStreamAsSource') !== (given !== undefined)) {
    throw invalidArgument(
      'KinesisStreamSourceConfiguration must be given for the delivery stream type KinesisStreamAsSource, and only for it.',
    );
  }
  if (!given) return undefined;
  const { KinesisStreamARN: streamArn, RoleARN: roleArn } = given;
  return { streamArn, roleArn, streamName: streamArn.slice(streamArn.lastIndexOf('/') + 1) };
}

function refuseWhatIsNotOffered(request: InputOf<typeof input>, type: string): void {
  if (type !== 'DirectPut' && type !== 'KinesisStreamAsSource') {
    throw notOffered(`the delivery stream type ${type}`);
  }
  if (request.MSKSourceConfiguration ?? request.DatabaseSourceConfiguration) {
    throw notOffered('sources other than Direct PUT and Kinesis streams');
  }
  if (request.DeliveryStreamEncryptionConfigurationInput) throw notOffered('encryption');
}

/** Whatever else goes wrong is tried again while the delivery stream is CREATING. */
async function findSource(find: () => Promise<void>): Promise<void> {
  try {
    await find();
  } catch (error) {
    if (error instanceof ResourceNotFoundException) throw invalidArgument(error.message);
  }
}
