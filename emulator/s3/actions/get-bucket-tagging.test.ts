import { describe, expect, it } from 'vitest';
import { errorOf, givenS3, texts } from '../given-s3.test-support.ts';

describe('GetBucketTagging', () => {
  it('gives the tags that the bucket was created with', async () => {
    const { send } = await givenS3();
    const body =
      '<CreateBucketConfiguration><Tags><Tag><Key>lab</Key><Value>1</Value></Tag></Tags></CreateBucketConfiguration>';
    await send('PUT', '/pond', { body });
    const { text } = await send('GET', '/pond?tagging');
    expect([texts(text, 'Key'), texts(text, 'Value')]).toEqual([['lab'], ['1']]);
  });

  it('takes a bucket without tags for an error, as on AWS', async () => {
    const { send } = await givenS3();
    expect(errorOf(await send('GET', '/lake?tagging'))).toBe(
      '404 NoSuchTagSet: The TagSet does not exist',
    );
  });
});
