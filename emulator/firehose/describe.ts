import { toTimestamp } from '../wire/aws-json.ts';
import type { DeliveryStream } from './delivery-stream.ts';
import type { DestinationSettings } from './destination.ts';

/** A delivery stream has one destination; AWS numbers them from 1. */
export const DESTINATION_ID = 'destinationId-000000000001';

/**
 * A delivery stream in the words of DescribeDeliveryStream.
 *
 * As on AWS: an extended S3 destination is described twice, in full and as a plain one (recorded from
 * AWS); `DeliveryStartTimestamp` tells since when the source is read.
 */
export const describeDeliveryStream = (stream: DeliveryStream) => ({
  DeliveryStreamName: stream.name,
  DeliveryStreamARN: stream.arn,
  DeliveryStreamStatus: stream.status,
  ...(stream.failure === undefined
    ? {}
    : { FailureDescription: { Type: 'UNKNOWN_ERROR', Details: stream.failure } }),
  DeliveryStreamEncryptionConfiguration: { Status: 'DISABLED' },
  DeliveryStreamType: stream.source ? 'KinesisStreamAsSource' : 'DirectPut',
  VersionId: String(stream.version),
  CreateTimestamp: toTimestamp(stream.createdAt),
  ...(stream.updatedAt === undefined ? {} : { LastUpdateTimestamp: toTimestamp(stream.updatedAt) }),
  ...describeSource(stream),
  Destinations: [describeDestination(stream.destination.settings)],
  HasMoreDestinations: false,
});

const describeSource = ({ source, readsSince }: DeliveryStream) =>
  source && {
    Source: {
      KinesisStreamSourceDescription: {
        KinesisStreamARN: source.streamArn,
        RoleARN: source.roleArn,
        ...(readsSince === undefined ? {} : { DeliveryStartTimestamp: toTimestamp(readsSince) }),
      },
    },
  };

function describeDestination(settings: DestinationSettings) {
  const plain = {
    RoleARN: settings.roleArn,
    BucketARN: settings.bucketArn,
    ...unlessEmpty('Prefix', settings.prefix),
    ...unlessEmpty('ErrorOutputPrefix', settings.errorOutputPrefix),
    BufferingHints: { SizeInMBs: settings.sizeMiB, IntervalInSeconds: settings.intervalSeconds },
    CompressionFormat: settings.compression,
    EncryptionConfiguration: { NoEncryptionConfig: 'NoEncryption' },
    CloudWatchLoggingOptions: describeLogging(settings),
  };
  const destination = { DestinationId: DESTINATION_ID, S3DestinationDescription: plain };
  if (settings.kind === 's3') return destination;
  const extended = {
    ...plain,
    S3BackupMode: 'Disabled',
    ...unlessEmpty('FileExtension', settings.fileExtension),
    ...unlessEmpty('CustomTimeZone', settings.customTimeZone),
  };
  return { ...destination, ExtendedS3DestinationDescription: extended };
}

const describeLogging = ({ logging }: DestinationSettings) => ({
  Enabled: logging.enabled,
  ...unlessEmpty('LogGroupName', logging.group),
  ...unlessEmpty('LogStreamName', logging.stream),
});

const unlessEmpty = (name: string, value = '') => (value === '' ? {} : { [name]: value });
