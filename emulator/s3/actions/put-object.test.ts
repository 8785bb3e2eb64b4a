import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKSUM_ALGORITHMS, checksumHeader, checksumOf } from '../checksum.ts';
import { errorOf, givenS3, pathOf, texts } from '../given-s3.test-support.ts';

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

describe('PutObject', () => {
  it('answers the MD5 as entity tag and the checksum that was sent', async () => {
    const { send } = await givenS3();
    const headers = {
      'x-amz-sdk-checksum-algorithm': 'CRC32',
      'x-amz-checksum-crc32': HELLO_CRC32,
    };
    const answer = await send('PUT', '/lake/k', { headers, body: HELLO });
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers).toMatchObject({
      etag: HELLO_ETAG,
      'x-amz-checksum-crc32': HELLO_CRC32,
      'x-amz-checksum-type': 'FULL_OBJECT',
      'x-amz-server-side-encryption': 'AES256',
    });
  });

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

  it('keeps content headers and user metadata', async () => {
    const { send } = await givenS3();
    const headers = {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-disposition': 'attachment; filename="a"',
      'content-language': 'pt-BR',
      'cache-control': 'no-cache',
      expires: 'Thu, 01 Jan 2026 00:00:00 GMT',
      'x-amz-meta-owner': 'ana',
      'x-amz-meta-__proto__': 'inert',
    };
    await send('PUT', '/lake/k', { headers, body: HELLO });
    expect((await send('HEAD', '/lake/k')).headers).toMatchObject(headers);
  });

  it('calls what nobody named binary/octet-stream', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: HELLO });
    expect((await send('HEAD', '/lake/k')).headers['content-type']).toBe('binary/octet-stream');
  });

  it('takes 2 KB of user metadata and no more', async () => {
    const { send } = await givenS3();
    const metadata = (length: number) => ({ headers: { 'x-amz-meta-a': 'x'.repeat(length) } });
    expect((await send('PUT', '/lake/k', metadata(2_047))).status).toBe(200);
    const refused = await send('PUT', '/lake/k', metadata(2_048));
    expect(errorOf(refused)).toBe(
      '400 MetadataTooLarge: Your metadata headers exceed the maximum allowed metadata size',
    );
    expect(texts(refused.text, 'Size')).toEqual(['2049']);
  });

  it('replaces an object as a whole', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { headers: { 'x-amz-meta-a': '1' }, body: 'old' });
    await send('PUT', '/lake/k', { body: 'new' });
    const { text, headers } = await send('GET', '/lake/k');
    expect(text).toBe('new');
    expect(headers).not.toHaveProperty('x-amz-meta-a');
  });

  it('shares no memory with the request', async () => {
    const { send } = await givenS3();
    const body = Buffer.from('hello');
    const put = send('PUT', '/lake/k', { body });
    body.fill(0);
    await put;
    expect((await send('GET', '/lake/k')).text).toBe('hello');
  });

  it('names the condition that did not hold', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: 'old' });
    const answer = await send('PUT', '/lake/k', { headers: { 'if-none-match': '*' }, body: 'new' });
    expect(errorOf(answer)).toBe(
      '412 PreconditionFailed: At least one of the pre-conditions you specified did not hold',
    );
    expect(texts(answer.text, 'Condition')).toEqual(['If-None-Match']);
    expect((await send('GET', '/lake/k')).text).toBe('old');
  });

  it('says which conditions it does not implement', async () => {
    const { send } = await givenS3();
    const answer = await send('PUT', '/lake/k', { headers: { 'if-none-match': '"abc"' } });
    expect(answer.status).toBe(501);
    expect(texts(answer.text, 'Header')).toEqual(['If-None-Match']);
    expect(texts(answer.text, 'additionalMessage')).toEqual([
      "We don't accept the provided value of If-None-Match header for this API",
    ]);
  });

  it('is first again after a delete', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: 'old' });
    await send('DELETE', '/lake/k');
    const put = await send('PUT', '/lake/k', { headers: { 'if-none-match': '*' }, body: 'new' });
    expect(put.status).toBe(200);
  });

  it.each(['x-amz-copy-source', 'x-amz-tagging', 'x-amz-object-lock-mode'])(
    'refuses the header %s, which it would not honour',
    async (header) => {
      const { send } = await givenS3();
      const answer = await send('PUT', '/lake/k', { headers: { [header]: 'x' }, body: HELLO });
      expect(answer.status).toBe(501);
      expect((await send('HEAD', '/lake/k')).status).toBe(404);
    },
  );

  it.each([
    ['/lake/..%2Fk', '400 InvalidURI'],
    [`/lake/${'k'.repeat(1_025)}`, '400 KeyTooLongError'],
    ['/nobody/k', '404 NoSuchBucket'],
  ])('refuses to write %s', async (path, expected) => {
    const { send } = await givenS3();
    expect(errorOf(await send('PUT', path, { body: HELLO }))).toContain(expected);
  });

  it('gives back any body under any key, apart from all others', async () => {
    const { send } = await givenS3();
    const key = fc
      .oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
        fc.constantFrom(...WEIRD_KEYS),
      )
      .filter((text) => !text.startsWith('/') && !text.split('/').includes('..'));
    const objects = fc.dictionary(key, fc.uint8Array({ maxLength: 64 }), { maxKeys: 8 });
    await fc.assert(
      fc.asyncProperty(objects, async (bodies) => {
        for (const [name, body] of Object.entries(bodies)) {
          expect((await send('PUT', pathOf('lake', name), { body })).status).toBe(200);
        }
        for (const [name, body] of Object.entries(bodies)) {
          const { bytes } = await send('GET', pathOf('lake', name));
          expect(bytes).toEqual(Buffer.from(body));
          expect((await send('DELETE', pathOf('lake', name))).status).toBe(204);
          expect((await send('GET', pathOf('lake', name))).status).toBe(404);
        }
      }),
    );
  });
});

const WEIRD_KEYS = [
  'a',
  'A',
  'a/',
  'a/b',
  'a//b',
  '.',
  './a',
  '%2e%2e/a',
  'a%2Fb',
  'a+b',
  'a b',
  'a\\b',
  'a\u0000b',
  'a\r\nb',
  'a?versioning',
  'a#b',
  'caf\u00e9',
  'cafe\u0301',
  '\u{FFFD}',
  '\u{10000}',
  '__proto__',
  'constructor',
  'x'.repeat(1_024),
  `${'y'.repeat(900)}/z`,
];
