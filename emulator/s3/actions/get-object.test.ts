import { describe, expect, it } from 'vitest';
import { errorOf, givenS3, texts } from '../given-s3.test-support.ts';

const TEN_BYTES = '0123456789';

async function givenTenBytes() {
  const s3 = await givenS3();
  await s3.send('PUT', '/lake/k', { body: TEN_BYTES });
  const read = (headers: Readonly<Record<string, string>>, query = '') =>
    s3.send('GET', `/lake/k${query}`, { headers });
  return { ...s3, read };
}

describe('GetObject', () => {
  it('gives the object and what describes it', async () => {
    const { read } = await givenTenBytes();
    const { status, text, headers } = await read({});
    expect([status, text]).toEqual([200, TEN_BYTES]);
    expect(headers).toMatchObject({
      'content-length': '10',
      'content-type': 'binary/octet-stream',
      etag: '"781e5e245d69b566979b86e28d23f2c7"',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
      'accept-ranges': 'bytes',
    });
    expect(headers).not.toHaveProperty('content-range');
    expect(headers).not.toHaveProperty('x-amz-checksum-crc64nvme');
  });

  it('shows the checksum when asked', async () => {
    const { read } = await givenTenBytes();
    const { headers } = await read({ 'x-amz-checksum-mode': 'ENABLED' });
    expect(headers).toHaveProperty('x-amz-checksum-crc64nvme');
  });

  it.each([
    ['bytes=0-8', '012345678', 'bytes 0-8/10', false],
    ['bytes=1-', '123456789', 'bytes 1-9/10', false],
    ['bytes=-2', '89', 'bytes 8-9/10', false],
    ['bytes=0-100', TEN_BYTES, 'bytes 0-9/10', true],
    ['bytes=-15', TEN_BYTES, 'bytes 0-9/10', true],
  ])('gives the range %s', async (range, text, contentRange, hasChecksum) => {
    const { read } = await givenTenBytes();
    const answer = await read({ range, 'x-amz-checksum-mode': 'ENABLED' });
    expect(answer).toMatchObject({ status: 206, text });
    expect(answer.headers).toMatchObject({
      'content-range': contentRange,
      'content-length': String(text.length),
    });
    expect(Object.hasOwn(answer.headers, 'x-amz-checksum-crc64nvme')).toBe(hasChecksum);
  });

  it.each(['bytes=1-0', 'bytes=-1-', 'bytes=-', 'bytes=0-1,3-4', 'lines=0-1'])(
    'ignores the range %s',
    async (range) => {
      const { read } = await givenTenBytes();
      expect(await read({ range })).toMatchObject({ status: 200, text: TEN_BYTES });
    },
  );

  it.each(['bytes=-0', 'bytes=10-'])('cannot satisfy the range %s', async (range) => {
    const { read } = await givenTenBytes();
    const answer = await read({ range });
    expect(errorOf(answer)).toBe('416 InvalidRange: The requested range is not satisfiable');
    expect(texts(answer.text, 'RangeRequested')).toEqual([range]);
    expect(texts(answer.text, 'ActualObjectSize')).toEqual(['10']);
  });

  it('takes what was put at once for one part', async () => {
    const { read } = await givenTenBytes();
    const answer = await read({}, '?partNumber=1');
    expect(answer).toMatchObject({ status: 206, text: TEN_BYTES });
  });

  it('has no second part', async () => {
    const { read } = await givenTenBytes();
    expect(errorOf(await read({}, '?partNumber=2'))).toBe(
      '416 InvalidPartNumber: The requested partnumber is not satisfiable',
    );
  });

  it('takes no range of a part', async () => {
    const { read } = await givenTenBytes();
    expect(errorOf(await read({ range: 'bytes=0-1' }, '?partNumber=1'))).toBe(
      '400 InvalidRequest: Cannot specify both Range header and partNumber query parameter',
    );
  });

  it('answers 304 without a body when the reader has the object already', async () => {
    const { read } = await givenTenBytes();
    const { status, text, headers } = await read({ 'if-none-match': '*' });
    expect([status, text]).toEqual([304, '']);
    expect(headers['etag']).toBe('"781e5e245d69b566979b86e28d23f2c7"');
  });

  it('names the condition that did not hold', async () => {
    const { read } = await givenTenBytes();
    const answer = await read({ 'if-match': '"other"' });
    expect(answer.status).toBe(412);
    expect(texts(answer.text, 'Condition')).toEqual(['If-Match']);
  });

  it('changes headers on request', async () => {
    const { read } = await givenTenBytes();
    const query = '?response-content-type=text%2Fplain&response-content-disposition=inline';
    expect((await read({}, query)).headers).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': 'inline',
    });
  });

  it.each(['%E6%96%87', 'a%0D%0Aset-cookie:%20x'])(
    'puts no value into a header that does not belong there (%s)',
    async (value) => {
      const { read } = await givenTenBytes();
      const answer = await read({}, `?response-content-language=${value}`);
      expect(errorOf(answer)).toBe(
        '400 InvalidArgument: Header value cannot be represented using ISO-8859-1.',
      );
    },
  );

  it('knows the version null and no other', async () => {
    const { read } = await givenTenBytes();
    expect((await read({}, '?versionId=null')).status).toBe(200);
    expect(errorOf(await read({}, '?versionId=abc'))).toBe(
      '400 InvalidArgument: Invalid version id specified',
    );
  });

  it.each([
    ['/lake/other', '404 NoSuchKey: The specified key does not exist.'],
    ['/nobody/k', '404 NoSuchBucket: The specified bucket does not exist'],
  ])('does not find %s', async (path, expected) => {
    const { send } = await givenTenBytes();
    expect(errorOf(await send('GET', path))).toBe(expected);
  });

  it('gives an empty object', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k');
    const { status, text, headers } = await send('GET', '/lake/k');
    expect([status, text, headers['content-length']]).toEqual([200, '', '0']);
  });
});
