import type { Random } from '#runtime/random.ts';
import type { BufferingHints } from './delivery-buffer.ts';
import { notOffered } from './errors.ts';
import { checkKeyLength, compileKeyPattern, type KeyMaker } from './object-key.ts';

export type DestinationKind = 's3' | 'extendedS3';

export interface Logging {
  readonly enabled: boolean;
  readonly group?: string;
  readonly stream?: string;
}

/** An S3 destination as it was configured, every default filled in. */
export interface DestinationSettings {
  readonly kind: DestinationKind;
  readonly roleArn: string;
  readonly bucketArn: string;
  readonly prefix: string;
  readonly errorOutputPrefix: string;
  readonly intervalSeconds: number;
  readonly sizeMiB: number;
  readonly compression: string;
  /** Empty: the extension of the compression format. */
  readonly fileExtension: string;
  /** Empty: UTC. */
  readonly customTimeZone: string;
  readonly logging: Logging;
}

/** A destination that objects can be written to. */
export interface Destination {
  readonly settings: DestinationSettings;
  readonly bucket: string;
  readonly hints: BufferingHints;
  readonly isGzip: boolean;
  readonly makeKey: KeyMaker;
}

export const DESTINATION_DEFAULTS = {
  prefix: '',
  errorOutputPrefix: '',
  intervalSeconds: 300,
  sizeMiB: 5,
  compression: 'UNCOMPRESSED',
  fileExtension: '',
  customTimeZone: '',
  logging: { enabled: false },
} as const;

const MIB = 1_048_576;

/**
 * Checks what settings say together and makes them ready for use; throws InvalidArgumentException.
 *
 * As on AWS: GZIP objects end in `.gz` unless a file extension replaces it.
 * Unlike AWS: ZIP and the two kinds of Snappy are refused.
 */
export function compileDestination(
  settings: DestinationSettings,
  sample: { deliveryStream: string; version: number; now: number; random: Random },
): Destination {
  const { compression, bucketArn } = settings;
  if (compression !== 'UNCOMPRESSED' && compression !== 'GZIP') {
    throw notOffered(`the compression format ${compression}, only UNCOMPRESSED and GZIP`);
  }
  const isGzip = compression === 'GZIP';
  const pattern = {
    prefix: settings.prefix,
    errorOutputPrefix: settings.errorOutputPrefix,
    timeZone: settings.customTimeZone || 'UTC',
    extension: settings.fileExtension || (isGzip ? '.gz' : ''),
  };
  const makeKey = compileKeyPattern(pattern);
  const { now, ...facts } = sample;
  checkKeyLength(pattern, makeKey, { ...facts, oldestArrivedAt: now });

  return {
    settings,
    bucket: bucketArn.slice(bucketArn.lastIndexOf(':') + 1),
    hints: { sizeBytes: settings.sizeMiB * MIB, intervalMs: settings.intervalSeconds * 1_000 },
    isGzip,
    makeKey,
  };
}
