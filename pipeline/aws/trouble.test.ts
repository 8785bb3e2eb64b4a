import { describe, expect, it } from 'vitest';
import { isTransient, factsOf } from './error-facts.ts';
import { AwsTrouble, troubleOf } from './trouble.ts';

const failure = (name: string, message = name, more: object = {}): Error =>
  Object.assign(new Error(message), { name }, more);

const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe('the trouble with AWS', () => {
  it.each([
    [
      'no credentials',
      failure('CredentialsProviderError', 'Could not load credentials from any providers'),
      'no-credentials',
      253,
    ],
    [
      'an SSO session that has ended',
      failure(
        'CredentialsProviderError',
        'The SSO session associated with this profile has expired.',
      ),
      'expired-credentials',
      253,
    ],
    ['an expired token', failure('ExpiredTokenException'), 'expired-credentials', 253],
    ["S3's expired token", failure('ExpiredToken', 'x', status(400)), 'expired-credentials', 253],
    [
      'wrong credentials',
      failure(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        status(400),
      ),
      'wrong-credentials',
      253,
    ],
    [
      "STS's wrong credentials",
      failure('InvalidClientTokenId', 'x', status(403)),
      'wrong-credentials',
      253,
    ],
    [
      "S3's wrong credentials",
      failure('InvalidAccessKeyId', 'x', status(403)),
      'wrong-credentials',
      253,
    ],
    [
      'a wrong secret',
      failure('SignatureDoesNotMatch', 'x', status(403)),
      'wrong-credentials',
      253,
    ],
    [
      'a clock that is wrong',
      failure(
        'InvalidSignatureException',
        'Signature expired: 20260101T000000Z is now earlier than …',
        status(403),
      ),
      'wrong-time',
      253,
    ],
    ["S3's clock", failure('RequestTimeTooSkewed', 'x', status(403)), 'wrong-time', 253],
    [
      'no such host',
      failure('Error', 'getaddrinfo ENOTFOUND kinesis.eu-wset-1.amazonaws.com', {
        code: 'ENOTFOUND',
      }),
      'unreachable',
      253,
    ],
    ['no answer', failure('TimeoutError', 'Connection timed out'), 'unreachable', 253],
    [
      'access denied',
      failure(
        'AccessDeniedException',
        'User: arn:aws:iam::1:user/ana is not authorized',
        status(400),
      ),
      'access-denied',
      254,
    ],
    [
      "S3's access denied",
      failure('AccessDenied', 'Access Denied', status(403)),
      'access-denied',
      254,
    ],
    ['HEAD, which has no body', failure('403', 'UnknownError', status(403)), 'access-denied', 254],
    [
      'a quota of shards',
      failure(
        'LimitExceededException',
        'This request would exceed the shard limit for the account',
        status(400),
      ),
      'quota',
      254,
    ],
    ['a quota of buckets', failure('TooManyBuckets', 'x', status(400)), 'quota', 254],
    [
      "IAM's quota",
      failure('LimitExceeded', 'Cannot exceed quota for RolesPerAccount: 1000', status(409)),
      'quota',
      254,
    ],
    [
      'calls that are too many',
      failure('LimitExceededException', 'Rate exceeded for stream events', status(400)),
      'throttled',
      254,
    ],
    ['throttling', failure('ThrottlingException', 'Rate exceeded', status(400)), 'throttled', 254],
    ['anything else', failure('InvalidArgumentException', 'No.', status(400)), 'refused', 254],
  ])('%s', (_, error, code, exitCode) => {
    const trouble = troubleOf(error, 'make the stream events');
    expect(trouble).toMatchObject({ code, exitCode, cause: error });
    if (code !== 'refused') expect(trouble.fixes).not.toEqual([]);
  });

  it('says what could not be done, and AWS’s own words', () => {
    const error = failure(
      'AccessDeniedException',
      'User: x is not authorized to perform: kinesis:CreateStream',
    );
    expect(troubleOf(error, 'make the stream events').message).toBe(
      'you may not make the stream events: AccessDeniedException: User: x is not authorized to perform: kinesis:CreateStream',
    );
  });

  it('leaves a trouble that is known already as it is', () => {
    const known = new AwsTrouble('name-taken', 'the bucket b is there already');
    expect(troubleOf(known, 'make the bucket b')).toBe(known);
  });
});

describe('what is tried again', () => {
  it.each([
    [failure('ThrottlingException', 'Rate exceeded', status(400)), true],
    [failure('LimitExceededException', 'Rate exceeded for stream events', status(400)), true],
    [
      failure('LimitExceededException', 'This request would exceed the shard limit', status(400)),
      false,
    ],
    [failure('SlowDown', 'Please reduce your request rate.', status(503)), true],
    [
      failure(
        'OperationAborted',
        'A conflicting conditional operation is in progress',
        status(409),
      ),
      true,
    ],
    [failure('InternalFailure', 'x', status(500)), true],
    [failure('Error', 'socket hang up', { code: 'ECONNRESET' }), true],
    [failure('Error', 'getaddrinfo ENOTFOUND x', { code: 'ENOTFOUND' }), false],
    [failure('AccessDenied', 'x', status(403)), false],
    [failure('CredentialsProviderError', 'x'), false],
  ])('%s: %s', (error, expected) => {
    expect(isTransient(factsOf(error))).toBe(expected);
  });
});
