import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHECKSUM_ALGORITHMS, checksumHeader, checksumOf } from '../checksum.ts';
import { errorOf, givenS3 } from '../given-s3.test-support.ts';

const HELLO = Buffer.from('hello');
const HELLO_CRC32 = 'NhCmhg==';
const HELLO_ETAG = '"5d41402abc4b2a76b9719d911017c592"';
const MODE = { headers: { 'x-amz-checksum-mode': 'ENABLED' } };

const streamed = (trailer: string, more: Readonly<Record<string, string>> = {}) => ({
  headers: {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '5',
    'x-amz-trailer': 'x-amz-checksum-crc32',
    'content-encoding': 'aws-chunked',
    ...more,
  },
  body: `3\r\nhel\r\n2\r\nlo\r\n0\r\n${trailer}\r\n\r\n`,
});

describe('the checksum of PutObject', () => {
  it('makes a CRC64NVME of what comes without a checksum', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: '123456789' });
    expect((await send('HEAD', '/lake/k', MODE)).headers).toMatchObject({
      'x-amz-checksum-crc64nvme': Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
      'x-amz-checksum-type': 'FULL_OBJECT',
    });
  });

  it.each(CHECKSUM_ALGORITHMS)('keeps a %s that holds', async (algorithm) => {
    const { send } = await givenS3();
    const header = checksumHeader(algorithm);
    const { value } = checksumOf(algorithm, HELLO);
    const headers = { [header]: value };
    expect((await send('PUT', '/lake/k', { headers, body: HELLO })).status).toBe(200);
    expect((await send('HEAD', '/lake/k', MODE)).headers[header]).toBe(value);
  });

  it.each(CHECKSUM_ALGORITHMS)('stores nothing if a %s does not hold', async (algorithm) => {
    const { send } = await givenS3();
    const headers = { [checksumHeader(algorithm)]: checksumOf(algorithm, HELLO).value };
    const answer = await send('PUT', '/lake/k', { headers, body: 'hellO' });
    expect(errorOf(answer)).toBe(
      `400 BadDigest: The ${algorithm} you specified did not match the calculated checksum.`,
    );
    expect((await send('HEAD', '/lake/k')).status).toBe(404);
  });

  it.each([
    [
      { 'x-amz-checksum-crc32': 'hello' },
      'InvalidRequest: Value for x-amz-checksum-crc32 header is invalid.',
    ],
    [
      {
        'x-amz-checksum-crc32': HELLO_CRC32,
        'x-amz-checksum-sha1': checksumOf('SHA1', HELLO).value,
      },
      'InvalidRequest: Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    ],
    [
      { 'x-amz-sdk-checksum-algorithm': 'MD4', 'x-amz-checksum-crc32': HELLO_CRC32 },
      'InvalidRequest: Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    ],
    [
      { 'x-amz-sdk-checksum-algorithm': 'CRC32' },
      'InvalidRequest: x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    ],
    [
      { 'x-amz-sdk-checksum-algorithm': 'SHA1', 'x-amz-checksum-crc32': HELLO_CRC32 },
      'InvalidRequest: Value for x-amz-sdk-checksum-algorithm header is invalid.',
    ],
    [{ 'content-md5': 'hello' }, 'InvalidDigest: The Content-MD5 you specified was invalid.'],
    [
      { 'content-md5': createHash('md5').update('other').digest('base64') },
      'BadDigest: The Content-MD5 you specified did not match what we received.',
    ],
    [
      { 'x-amz-content-sha256': createHash('sha256').update('other').digest('hex') },
      "XAmzContentSHA256Mismatch: The provided 'x-amz-content-sha256' header does not match what was computed.",
    ],
  ])('stores nothing for %j', async (headers, expected) => {
    const { send } = await givenS3();
    expect(errorOf(await send('PUT', '/lake/k', { headers, body: HELLO }))).toBe(`400 ${expected}`);
    expect((await send('HEAD', '/lake/k')).status).toBe(404);
  });

  it('takes a Content-MD5 and a SHA-256 of the payload that hold', async () => {
    const { send } = await givenS3();
    const headers = {
      'content-md5': createHash('md5').update(HELLO).digest('base64'),
      'x-amz-content-sha256': createHash('sha256').update(HELLO).digest('hex'),
    };
    expect((await send('PUT', '/lake/k', { headers, body: HELLO })).status).toBe(200);
  });

  it('refuses a checksum of an algorithm it does not know rather than ignore it', async () => {
    const { send } = await givenS3();
    const headers = { 'x-amz-checksum-xxhash3': 'AAAAAAAAAAA=' };
    expect(errorOf(await send('PUT', '/lake/k', { headers, body: HELLO }))).toMatch(
      /^501 NotImplemented/,
    );
  });

  it('takes aws-chunked framing off and keeps the checksum of its trailer', async () => {
    const { send } = await givenS3();
    const put = streamed(`x-amz-checksum-crc32:${HELLO_CRC32}`);
    expect((await send('PUT', '/lake/k', put)).headers['etag']).toBe(HELLO_ETAG);
    const { text, headers } = await send('GET', '/lake/k', MODE);
    expect(text).toBe('hello');
    expect(headers).toMatchObject({ 'x-amz-checksum-crc32': HELLO_CRC32 });
    expect(headers).not.toHaveProperty('content-encoding');
  });

  it('takes off signed framing without a trailer', async () => {
    const { send } = await givenS3();
    const headers = {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-decoded-content-length': '5',
      'content-encoding': 'gzip,aws-chunked',
    };
    const body = '5;chunk-signature=ab\r\nhello\r\n0;chunk-signature=cd\r\n\r\n';
    await send('PUT', '/lake/k', { headers, body });
    const got = await send('GET', '/lake/k');
    expect(got).toMatchObject({ text: 'hello', headers: { 'content-encoding': 'gzip' } });
  });

  it.each([
    [
      streamed('x-amz-checksum-crc32:AAAAAA=='),
      'BadDigest: The CRC32 you specified did not match the calculated checksum.',
    ],
    [
      streamed('x-amz-checksum-crc32:hello'),
      'InvalidRequest: Value for x-amz-checksum-crc32 trailing header is invalid.',
    ],
    [
      streamed('x-other:1'),
      'MalformedTrailerError: The request contained trailing data that was not well-formed or did not conform to our published schema.',
    ],
    [
      streamed(`x-amz-checksum-crc32:${HELLO_CRC32}`, { 'x-amz-decoded-content-length': '6' }),
      'IncompleteBody: The request body terminated unexpectedly',
    ],
  ])('stores nothing if a stream is not what it says (%#)', async (put, expected) => {
    const { send } = await givenS3();
    expect(errorOf(await send('PUT', '/lake/k', put))).toBe(`400 ${expected}`);
    expect((await send('HEAD', '/lake/k')).status).toBe(404);
  });
});
