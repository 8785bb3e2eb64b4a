import { AwsError, type AwsErrorOptions } from '../errors.ts';

/** S3's situations in S3's words; recorded from AWS, Feb 2026, unless a line says otherwise. */

export const noSuchBucket = (bucket: string): AwsError =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    details: { BucketName: bucket },
  });

export const noSuchKey = (key: string): AwsError =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', {
    status: 404,
    details: { Key: key },
  });

export const invalidBucketName = (bucket: string): AwsError =>
  new AwsError('InvalidBucketName', 'The specified bucket is not valid.', {
    details: { BucketName: bucket },
  });

export const bucketAlreadyOwnedByYou = (bucket: string): AwsError =>
  new AwsError(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { status: 409, details: { BucketName: bucket } },
  );

export const bucketNotEmpty = (bucket: string): AwsError =>
  new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
    status: 409,
    details: { BucketName: bucket },
  });

/** AWS documentation. */
export const noSuchTagSet = (bucket: string): AwsError =>
  new AwsError('NoSuchTagSet', 'The TagSet does not exist', {
    status: 404,
    details: { BucketName: bucket },
  });

export const illegalLocationConstraint = (constraint: string): AwsError =>
  new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );

export const invalidLocationConstraint = (constraint: string): AwsError =>
  new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
    details: { LocationConstraint: constraint },
  });

/** `condition` is the header that did not hold. */
export const preconditionFailed = (condition: string): AwsError =>
  new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { status: 412, details: { Condition: condition } },
  );

export const notImplementedHeader = (header: string, additionalMessage?: string): AwsError =>
  new AwsError(
    'NotImplemented',
    'A header you provided implies functionality that is not implemented',
    {
      status: 501,
      details: {
        Header: header,
        ...(additionalMessage === undefined ? {} : { additionalMessage }),
      },
    },
  );

/** Unlike AWS: what is not built yet is answered by the code that AWS has for it. */
export const notImplemented = (): AwsError =>
  new AwsError(
    'NotImplemented',
    'A header or query you provided implies functionality that is not implemented.',
    { status: 501 },
  );

export const methodNotAllowed = (method: string, resourceType: string): AwsError =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    details: { Method: method, ResourceType: resourceType },
  });

export const invalidRequest = (message: string): AwsError =>
  new AwsError('InvalidRequest', message);

export const invalidArgument = (message: string, name: string, value?: string): AwsError =>
  new AwsError('InvalidArgument', message, {
    details: {
      ArgumentName: name,
      ...(value === undefined ? {} : { ArgumentValue: value }),
    },
  });

/** Unverified: which details AWS adds for a URI that it cannot read; the words are documented. */
export const invalidUri = (uri: string): AwsError =>
  new AwsError('InvalidURI', "Couldn't parse the specified URI.", { details: { URI: uri } });

export const keyTooLong = (sizeBytes: number, maxBytes: number): AwsError =>
  new AwsError('KeyTooLongError', 'Your key is too long', {
    details: { Size: String(sizeBytes), MaxSizeAllowed: String(maxBytes) },
  });

export const metadataTooLarge = (sizeBytes: number, maxBytes: number): AwsError =>
  new AwsError(
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
    { details: { Size: String(sizeBytes), MaxSizeAllowed: String(maxBytes) } },
  );

export const badDigest = (algorithm: string): AwsError =>
  new AwsError(
    'BadDigest',
    `The ${algorithm} you specified did not match the calculated checksum.`,
  );

export const badContentMd5 = (expected: string, calculated: string): AwsError =>
  new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
    details: { ExpectedDigest: expected, CalculatedDigest: calculated },
  });

export const invalidContentMd5 = (value: string): AwsError =>
  new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', {
    details: { 'Content-MD5': value },
  });

/** AWS documentation. */
export const contentSha256Mismatch = (claimed: string, calculated: string): AwsError =>
  new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    {
      details: {
        ClientComputedContentSHA256: claimed,
        S3ComputedContentSHA256: calculated,
      },
    },
  );

/** AWS documentation. Unverified: that broken aws-chunked framing is answered by this one. */
export const incompleteBody = (): AwsError =>
  new AwsError('IncompleteBody', 'The request body terminated unexpectedly');

/** AWS documentation. */
export const malformedTrailer = (): AwsError =>
  new AwsError(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );

export interface UnsatisfiableRange {
  readonly requested: string;
  readonly sizeBytes: number;
}

export const invalidRange = ({ requested, sizeBytes }: UnsatisfiableRange): AwsError =>
  new AwsError('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    details: { RangeRequested: requested, ActualObjectSize: String(sizeBytes) },
  });

export const invalidPartNumber = (requested: string): AwsError =>
  new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
    status: 416,
    details: { PartNumberRequested: requested, ActualPartCount: '1' },
  });

/** Answered to GET and HEAD without a body. */
export const notModified = (headers: NonNullable<AwsErrorOptions['headers']>): AwsError =>
  new AwsError('NotModified', 'Not Modified', { status: 304, headers });
