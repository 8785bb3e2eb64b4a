import { describe, expect, it } from 'vitest';
import { givenS3 } from '../given-s3.test-support.ts';

describe('DeleteBucketTagging', () => {
  it('takes all tags away, also where there are none', async () => {
    const { send } = await givenS3();
    const body = '<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>';
    await send('PUT', '/lake?tagging', { body });
    for (let time = 0; time < 2; time++) {
      expect((await send('DELETE', '/lake?tagging')).status).toBe(204);
      expect((await send('GET', '/lake?tagging')).status).toBe(404);
    }
  });
});
