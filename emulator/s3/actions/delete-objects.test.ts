import { describe, expect, it } from 'vitest';
import { checksumOf } from '../checksum.ts';
import { errorOf, givenS3, texts } from '../given-s3.test-support.ts';

const withChecksum = (body: string) => ({
  headers: { 'x-amz-checksum-crc32': checksumOf('CRC32', Buffer.from(body)).value },
  body,
});

const deleting = (...objects: readonly string[]): string =>
  `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects.map((object) => `<Object>${object}</Object>`).join('')}</Delete>`;

describe('DeleteObjects', () => {
  it('deletes what is there and reports what is not as deleted too', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/a%26b', { body: 'hello' });
    const body = deleting('<Key>a&amp;b</Key>', '<Key>missing</Key>');
    const { status, text } = await send('POST', '/lake?delete', withChecksum(body));
    expect(status).toBe(200);
    expect(text).toContain(
      '<Deleted><Key>a&amp;b</Key></Deleted><Deleted><Key>missing</Key></Deleted>',
    );
    expect((await send('GET', '/lake/a%26b')).status).toBe(404);
  });

  it('is silent about what went well when told to be quiet', async () => {
    const { send } = await givenS3();
    const body = '<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object></Delete>';
    const { text } = await send('POST', '/lake?delete', withChecksum(body));
    expect(texts(text, 'Key')).toEqual([]);
  });

  it('reports each key that it could not delete, and deletes the others', async () => {
    const { send } = await givenS3();
    for (const key of ['a', 'b', 'c']) await send('PUT', `/lake/${key}`, { body: key });
    const body = deleting(
      '<Key>a</Key><VersionId>v1</VersionId>',
      '<Key>b</Key><ETag>"stale"</ETag>',
      '<Key>c</Key><VersionId>null</VersionId>',
    );
    const { text } = await send('POST', '/lake?delete', withChecksum(body));
    expect(texts(text, 'Code')).toEqual(['NoSuchVersion', 'PreconditionFailed']);
    const statuses = [
      (await send('HEAD', '/lake/a')).status,
      (await send('HEAD', '/lake/b')).status,
      (await send('HEAD', '/lake/c')).status,
    ];
    expect(statuses).toEqual([200, 200, 404]);
  });

  it('deletes a thousand keys at once', async () => {
    const { send } = await givenS3();
    const keys = Array.from({ length: 1_000 }, (_, index) => `<Key>${index}</Key>`);
    const { text } = await send('POST', '/lake?delete', withChecksum(deleting(...keys)));
    expect(texts(text, 'Key')).toHaveLength(1_000);
  });

  it.each([
    ['nothing', ''],
    ['no keys', deleting()],
    ['an object without a key', deleting('')],
    ['an empty key', deleting('<Key></Key>')],
    ['another document', '<Remove><Object><Key>a</Key></Object></Remove>'],
    ['more than 1,000 keys', deleting(...Array.from({ length: 1_001 }, () => '<Key>a</Key>'))],
    ['an entity', `<!DOCTYPE x [<!ENTITY k "a">]>${deleting('<Key>&k;</Key>')}`],
  ])('refuses a body of %s', async (_, body) => {
    const { send } = await givenS3();
    expect(errorOf(await send('POST', '/lake?delete', withChecksum(body)))).toBe(
      '400 MalformedXML: The XML you provided was not well-formed or did not validate against our published schema',
    );
  });

  it('wants a digest', async () => {
    const { send } = await givenS3();
    const answer = await send('POST', '/lake?delete', { body: deleting('<Key>a</Key>') });
    expect(errorOf(answer)).toBe(
      '400 InvalidRequest: Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  });

  it('deletes nothing if the digest does not hold', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/a', { body: 'hello' });
    const { headers } = withChecksum(deleting('<Key>b</Key>'));
    const answer = await send('POST', '/lake?delete', {
      headers,
      body: deleting('<Key>a</Key>'),
    });
    expect(errorOf(answer)).toContain('400 BadDigest');
    expect((await send('HEAD', '/lake/a')).status).toBe(200);
  });
});
