import { describe, expect, it } from 'vitest';
import { givenS3 } from '../given-s3.test-support.ts';

describe('HeadObject', () => {
  it('answers what GetObject does, but for the body', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: 'hello' });
    const [head, get] = [await send('HEAD', '/lake/k'), await send('GET', '/lake/k')];
    expect(head.headers).toEqual(get.headers);
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('tells the length of a range', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: 'hello' });
    const { status, headers } = await send('HEAD', '/lake/k', { headers: { range: 'bytes=1-2' } });
    expect([status, headers['content-length']]).toEqual([206, '2']);
  });

  it('tells by its status alone that a condition did not hold', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: 'hello' });
    const { status, text } = await send('HEAD', '/lake/k', { headers: { 'if-match': '"x"' } });
    expect([status, text]).toEqual([412, '']);
  });
});
