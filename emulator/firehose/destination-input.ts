import { boolean, integer, optional, string, structure } from '../wire/input.ts';
import {
  DESTINATION_DEFAULTS,
  type DestinationKind,
  type DestinationSettings,
} from './destination.ts';
import { invalidArgument, notOffered, notOneDestination } from './errors.ts';
import { anyStructure } from './members.ts';

/** As on AWS: the patterns and limits of the service's model. */
export const ROLE_ARN = string({
  min: 1,
  max: 512,
  pattern: 'arn:.*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+',
});

const BUCKET_ARN = string({ min: 1, max: 2048, pattern: 'arn:.*:s3:::[\\w\\.\\-]{1,255}' });

/** In AWS's own order (probed on AWS, Jul–Sep 2026). */
const COMPRESSION_FORMATS = ['ZIP', 'HADOOP_SNAPPY', 'Snappy', 'GZIP', 'UNCOMPRESSED'];

const s3Fields = {
  Prefix: optional(string({ max: 1024, pattern: '.*' })),
  ErrorOutputPrefix: optional(string({ max: 1024, pattern: '.*' })),
  BufferingHints: optional(
    structure({
      SizeInMBs: optional(integer({ min: 1, max: 128 })),
      IntervalInSeconds: optional(integer({ min: 0, max: 900 })),
    }),
  ),
  CompressionFormat: optional(string({ enum: COMPRESSION_FORMATS })),
  EncryptionConfiguration: optional(
    structure({
      NoEncryptionConfig: optional(string({ enum: ['NoEncryption'] })),
      KMSEncryptionConfig: optional(anyStructure),
    }),
  ),
  CloudWatchLoggingOptions: optional(
    structure({
      Enabled: optional(boolean()),
      LogGroupName: optional(string({ max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]*' })),
      LogStreamName: optional(string({ max: 512, pattern: '[^:*]*' })),
    }),
  ),
};

const extendedFields = {
  ...s3Fields,
  FileExtension: optional(string({ max: 128, pattern: "^$|\\.[0-9a-z!\\-_.*'()]+" })),
  CustomTimeZone: optional(string({ max: 50, pattern: '^$|[a-zA-Z/_]+' })),
  ProcessingConfiguration: optional(anyStructure),
  S3BackupMode: optional(string({ enum: ['Disabled', 'Enabled'] })),
  S3BackupConfiguration: optional(anyStructure),
  S3BackupUpdate: optional(anyStructure),
  DataFormatConversionConfiguration: optional(anyStructure),
  DynamicPartitioningConfiguration: optional(anyStructure),
};

const requiredArns = { RoleARN: ROLE_ARN, BucketARN: BUCKET_ARN };
const optionalArns = { RoleARN: optional(ROLE_ARN), BucketARN: optional(BUCKET_ARN) };

/** Of CreateDeliveryStream. */
export const destinationConfigurations = {
  S3DestinationConfiguration: optional(structure({ ...requiredArns, ...s3Fields })),
  ExtendedS3DestinationConfiguration: optional(structure({ ...requiredArns, ...extendedFields })),
  RedshiftDestinationConfiguration: optional(anyStructure),
  ElasticsearchDestinationConfiguration: optional(anyStructure),
  AmazonopensearchserviceDestinationConfiguration: optional(anyStructure),
  AmazonOpenSearchServerlessDestinationConfiguration: optional(anyStructure),
  SplunkDestinationConfiguration: optional(anyStructure),
  HttpEndpointDestinationConfiguration: optional(anyStructure),
  SnowflakeDestinationConfiguration: optional(anyStructure),
  IcebergDestinationConfiguration: optional(anyStructure),
};

/** Of UpdateDestination. */
export const destinationUpdates = {
  S3DestinationUpdate: optional(structure({ ...optionalArns, ...s3Fields })),
  ExtendedS3DestinationUpdate: optional(structure({ ...optionalArns, ...extendedFields })),
  RedshiftDestinationUpdate: optional(anyStructure),
  ElasticsearchDestinationUpdate: optional(anyStructure),
  AmazonopensearchserviceDestinationUpdate: optional(anyStructure),
  AmazonOpenSearchServerlessDestinationUpdate: optional(anyStructure),
  SplunkDestinationUpdate: optional(anyStructure),
  HttpEndpointDestinationUpdate: optional(anyStructure),
  SnowflakeDestinationUpdate: optional(anyStructure),
  IcebergDestinationUpdate: optional(anyStructure),
};

/** The members that both kinds of S3 destination and their updates may have. */
export interface GivenDestination {
  readonly RoleARN?: string;
  readonly BucketARN?: string;
  readonly Prefix?: string;
  readonly ErrorOutputPrefix?: string;
  readonly BufferingHints?: { readonly SizeInMBs?: number; readonly IntervalInSeconds?: number };
  readonly CompressionFormat?: string;
  readonly EncryptionConfiguration?: { readonly KMSEncryptionConfig?: unknown };
  readonly CloudWatchLoggingOptions?: {
    readonly Enabled?: boolean;
    readonly LogGroupName?: string;
    readonly LogStreamName?: string;
  };
  readonly FileExtension?: string;
  readonly CustomTimeZone?: string;
  readonly ProcessingConfiguration?: { readonly Enabled?: unknown };
  readonly S3BackupMode?: string;
  readonly DataFormatConversionConfiguration?: { readonly Enabled?: unknown };
  readonly DynamicPartitioningConfiguration?: { readonly Enabled?: unknown };
}

/** Finds the one destination among the members of a request. */
export function theOneDestination(
  input: Readonly<Record<string, unknown>>,
  suffix: 'Configuration' | 'Update',
): { readonly kind: DestinationKind; readonly given: GivenDestination } {
  const names = Object.keys(input).filter((name) => name.endsWith(`Destination${suffix}`));
  const [name] = names;
  if (name === undefined || names.length > 1) throw notOneDestination();
  const given = input[name] as GivenDestination;
  if (name === `S3Destination${suffix}`) return { kind: 's3', given };
  if (name === `ExtendedS3Destination${suffix}`) return { kind: 'extendedS3', given };
  throw notOffered(`the destination of ${name}, only S3`);
}

/**
 * What a request says of a destination, laid over what holds without it.
 *
 * As on AWS: both buffering hints or neither. Unverified: the code and wording for one alone.
 * Unlike AWS: processing, conversion, partitioning, backup and KMS keys are refused, never ignored;
 * CloudWatch logging is accepted and shown, and nothing is written there.
 */
export function settingsFrom(
  kind: DestinationKind,
  given: GivenDestination,
  base: Partial<DestinationSettings> = {},
): DestinationSettings {
  refuseWhatIsNotOffered(given);
  const roleArn = given.RoleARN ?? base.roleArn;
  const bucketArn = given.BucketARN ?? base.bucketArn;
  if (roleArn === undefined || bucketArn === undefined) {
    throw invalidArgument('RoleARN and BucketARN must be given when the destination type changes.');
  }
  return {
    ...DESTINATION_DEFAULTS,
    ...base,
    ...withoutUndefined({
      prefix: given.Prefix,
      errorOutputPrefix: given.ErrorOutputPrefix,
      compression: given.CompressionFormat,
      fileExtension: given.FileExtension,
      customTimeZone: given.CustomTimeZone,
    }),
    ...hintsFrom(given.BufferingHints),
    ...loggingFrom(given.CloudWatchLoggingOptions),
    kind,
    roleArn,
    bucketArn,
  };
}

function refuseWhatIsNotOffered(given: GivenDestination): void {
  if (given.ProcessingConfiguration?.Enabled === true) throw notOffered('record processing');
  if (given.DynamicPartitioningConfiguration?.Enabled === true) {
    throw notOffered('dynamic partitioning');
  }
  // As on AWS: without `Enabled`, conversion is on.
  const conversion = given.DataFormatConversionConfiguration;
  if (conversion && conversion.Enabled !== false) throw notOffered('data format conversion');
  if (given.S3BackupMode === 'Enabled') throw notOffered('S3 backup');
  if (given.EncryptionConfiguration?.KMSEncryptionConfig !== undefined) {
    throw notOffered('encryption with KMS keys');
  }
}

function hintsFrom(hints: GivenDestination['BufferingHints']): Partial<DestinationSettings> {
  const { SizeInMBs, IntervalInSeconds } = hints ?? {};
  if (SizeInMBs === undefined && IntervalInSeconds === undefined) return {};
  if (SizeInMBs === undefined || IntervalInSeconds === undefined) {
    throw invalidArgument(
      'BufferingHints.SizeInMBs and BufferingHints.IntervalInSeconds must be specified together.',
    );
  }
  return { sizeMiB: SizeInMBs, intervalSeconds: IntervalInSeconds };
}

function loggingFrom(
  options: GivenDestination['CloudWatchLoggingOptions'],
): Partial<DestinationSettings> {
  if (!options) return {};
  const { Enabled = false, LogGroupName, LogStreamName } = options;
  return {
    logging: {
      enabled: Enabled,
      ...withoutUndefined({ group: LogGroupName, stream: LogStreamName }),
    },
  };
}

/** Members that were not given must not hide the defaults. */
const withoutUndefined = <K extends string>(
  members: Record<K, string | undefined>,
): Partial<Record<K, string>> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<
    Record<K, string>
  >;
