import { describe, expect, it } from 'vitest';
import { errorOf, givenS3 } from '../given-s3.test-support.ts';

describe('DeleteObject', () => {
  it('answers 204 whether or not there was an object', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: 'hello' });
    expect((await send('DELETE', '/lake/k')).status).toBe(204);
    expect((await send('DELETE', '/lake/k')).status).toBe(204);
    expect((await send('GET', '/lake/k')).status).toBe(404);
  });

  it('deletes only the object that the request names', async () => {
    const { send } = await givenS3();
    const { headers } = await send('PUT', '/lake/k', { body: 'hello' });
    const etag = headers['etag'] ?? '';
    const stale = await send('DELETE', '/lake/k', { headers: { 'if-match': '"stale"' } });
    expect(stale.status).toBe(412);
    expect((await send('GET', '/lake/k')).status).toBe(200);
    expect((await send('DELETE', '/lake/k', { headers: { 'if-match': etag } })).status).toBe(204);
  });

  it('does not know the conditions of directory buckets', async () => {
    const { send } = await givenS3();
    const answer = await send('DELETE', '/lake/k', { headers: { 'x-amz-if-match-size': '1' } });
    expect(errorOf(answer)).toBe(
      '501 NotImplemented: A header you provided implies functionality that is not implemented',
    );
  });

  it('needs the bucket', async () => {
    const { send } = await givenS3();
    expect(errorOf(await send('DELETE', '/nobody/k'))).toContain('404 NoSuchBucket');
  });
});
