import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf, givenS3, pathOf, texts } from '../given-s3.test-support.ts';

const HELLO = Buffer.from('hello');
const HELLO_CRC32 = 'NhCmhg==';
const HELLO_ETAG = '"5d41402abc4b2a76b9719d911017c592"';

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
