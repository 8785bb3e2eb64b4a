import { describe, expect, it } from 'vitest';
import { errorOf, givenS3, REQUEST_ID, texts } from './given-s3.test-support.ts';

describe('createS3', () => {
  it('names the request in every answer', async () => {
    const { send } = await givenS3();
    const { headers } = await send('GET', '/');
    expect(headers).toMatchObject({
      'x-amz-request-id': REQUEST_ID,
      'content-type': 'application/xml',
    });
    expect(headers['x-amz-id-2']).toMatch(/^[A-Za-z0-9+/=]{40,}$/);
  });

  it('answers a mistake in XML, with the request and its host', async () => {
    const { send } = await givenS3();
    const { status, text, headers } = await send('GET', '/nobody?list-type=2');
    expect(status).toBe(404);
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code>' +
        '<Message>The specified bucket does not exist</Message><BucketName>nobody</BucketName>' +
        `<RequestId>${REQUEST_ID}</RequestId><HostId>${headers['x-amz-id-2']}</HostId></Error>`,
    );
  });

  it('answers a mistake of HEAD without a body', async () => {
    const { send } = await givenS3();
    const answers = [await send('HEAD', '/nobody'), await send('HEAD', '/lake/nothing')];
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [404, ''],
      [404, ''],
    ]);
  });

  it.each([
    ['GET', '/lake?versioning', 'GET /lake?versioning'],
    ['PUT', '/lake/k?tagging', 'PUT /lake/k?tagging'],
    ['POST', '/lake/k?uploads', 'POST /lake/k?uploads'],
    ['PUT', '/lake/k?partNumber=1&uploadId=x', 'PUT /lake/k?partNumber&uploadId'],
    ['GET', '/lake/k?acl&X-Amz-Signature=secret', 'GET /lake/k?acl&X-Amz-Signature'],
    ['POST', '/lake', 'POST /lake'],
  ])('refuses %s %s as not implemented and says so once', async (method, target, operation) => {
    const { send, warnings } = await givenS3();
    expect(errorOf(await send(method, target))).toBe(
      '501 NotImplemented: A header or query you provided implies functionality that is not implemented.',
    );
    expect(warnings).toEqual([{ event: 'not implemented', operation }]);
  });

  it('names the header that it does not honour', async () => {
    const { send, warnings } = await givenS3();
    await send('PUT', '/lake/k', { headers: { 'x-amz-copy-source': '/lake/other' } });
    expect(warnings).toEqual([
      { event: 'not implemented', operation: 'PUT /lake/k', header: 'x-amz-copy-source' },
    ]);
  });

  it.each([
    ['PATCH', '/lake/k', 'OBJECT'],
    ['PUT', '/', 'SERVICE'],
  ])('has no method %s for %s', async (method, target, resourceType) => {
    const { send } = await givenS3();
    const answer = await send(method, target);
    expect(errorOf(answer)).toBe(
      '405 MethodNotAllowed: The specified method is not allowed against this resource.',
    );
    expect(texts(answer.text, 'ResourceType')).toEqual([resourceType]);
  });

  it('finds the bucket in the host name', async () => {
    const { send } = await givenS3();
    const headers = { host: 'lake.s3.localhost:4566' };
    await send('PUT', '/k', { headers, body: 'hello' });
    expect((await send('GET', '/lake/k')).text).toBe('hello');
  });

  it('heeds no signature of a presigned link', async () => {
    const { send } = await givenS3();
    const signature = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=1&X-Amz-Signature=00';
    await send('PUT', `/lake/k?${signature}&x-id=PutObject`, { body: 'hello' });
    expect((await send('GET', `/lake/k?${signature}`)).text).toBe('hello');
  });

  it('lets one of 32 writers win who each want to be the first', async () => {
    const { send } = await givenS3();
    const headers = { 'if-none-match': '*' };
    const writers = Array.from({ length: 32 }, (_, index) =>
      send('PUT', '/lake/lease', { headers, body: `writer ${index}` }),
    );
    const statuses = (await Promise.all(writers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(31);
    const winner = statuses.indexOf(200);
    expect((await send('GET', '/lake/lease')).text).toBe(`writer ${winner}`);
  });

  it('lets one of 32 writers win who each replace the same object', async () => {
    const { send } = await givenS3();
    const { headers: seen } = await send('PUT', '/lake/lease', { body: 'old' });
    const headers = { 'if-match': seen['etag'] ?? '' };
    const writers = Array.from({ length: 32 }, (_, index) =>
      send('PUT', '/lake/lease', { headers, body: `writer ${index}` }),
    );
    const statuses = (await Promise.all(writers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const winner = statuses.indexOf(200);
    expect((await send('GET', '/lake/lease')).text).toBe(`writer ${winner}`);
  });
});
