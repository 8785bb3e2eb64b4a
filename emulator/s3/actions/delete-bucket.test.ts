import { describe, expect, it } from 'vitest';
import { errorOf, givenS3 } from '../given-s3.test-support.ts';

describe('DeleteBucket', () => {
  it('deletes an empty bucket', async () => {
    const { send } = await givenS3();
    expect((await send('DELETE', '/lake')).status).toBe(204);
    expect((await send('HEAD', '/lake')).status).toBe(404);
  });

  it('refuses a bucket until its last object is deleted', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: 'hello' });
    expect(errorOf(await send('DELETE', '/lake'))).toBe(
      '409 BucketNotEmpty: The bucket you tried to delete is not empty',
    );
    await send('DELETE', '/lake/k');
    expect((await send('DELETE', '/lake')).status).toBe(204);
  });

  it('does not find a bucket twice', async () => {
    const { send } = await givenS3();
    await send('DELETE', '/lake');
    expect(errorOf(await send('DELETE', '/lake'))).toContain('404 NoSuchBucket');
  });
});
