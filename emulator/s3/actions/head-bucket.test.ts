import { describe, expect, it } from 'vitest';
import { givenS3 } from '../given-s3.test-support.ts';

describe('HeadBucket', () => {
  it('tells the region in a header', async () => {
    const { send } = await givenS3({ region: 'eu-west-1' });
    const { status, headers, text } = await send('HEAD', '/lake');
    expect([status, headers['x-amz-bucket-region'], text]).toEqual([200, 'eu-west-1', '']);
  });

  it('finds no bucket under the name of what objects inherit', async () => {
    const { send } = await givenS3();
    expect((await send('HEAD', '/constructor')).status).toBe(404);
  });
});
