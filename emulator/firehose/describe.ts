import { toTimestamp } from '../wire/aws-json.ts';
import type { DeliveryStream } from './delivery-stream.ts';
import type { StreamSource } from './state.ts';
import type { DestinationSettings } from './destination.ts';

/** A delivery stream has one destination; AWS numbers them from 1. */
export const DESTINATION_ID = 'destinationId-000000000001';

/**
 * A delivery stream in the words of DescribeDeliveryStream.
 *
 * As on AWS: an extended S3 destination is described twice, in full and as a plain one (recorded from
 * AWS); `DeliveryStartTimestamp` tells since when the source is read.
 */
export function describeDeliveryStream({ name, arn, source, createdAt, state }: DeliveryStream) {
  const { status, version, destination, updatedAt, readsSince, failure } = state;
  return {
    DeliveryStreamName: name,
    DeliveryStreamARN: arn,
    DeliveryStreamStatus: status,
    // Unverified: the type; AWS's own types are of key and role failures.
    ...(failure && { FailureDescription: { Type: 'UNKNOWN_ERROR', Details: failure } }),
    DeliveryStreamEncryptionConfiguration: { Status: 'DISABLED' },
    DeliveryStreamType: source ? 'KinesisStreamAsSource' : 'DirectPut',
    VersionId: String(version),
    CreateTimestamp: toTimestamp(createdAt),
    ...(updatedAt && { LastUpdateTimestamp: toTimestamp(updatedAt) }),
    ...(source && { Source: describeSource(source, readsSince) }),
    Destinations: [describeDestination(destination.settings)],
    HasMoreDestinations: false,
  };
}

const describeSource = ({ streamArn, roleArn }: StreamSource, readsSince = 0) => ({
  KinesisStreamSourceDescription: {
    KinesisStreamARN: streamArn,
    RoleARN: roleArn,
    ...(readsSince && { DeliveryStartTimestamp: toTimestamp(readsSince) }),
  },
});

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
