import { describe, expect, it } from 'vitest';
import { givenS3, texts } from '../given-s3.test-support.ts';

describe('GetBucketLocation', () => {
  it('tells the region', async () => {
    const { send } = await givenS3({ region: 'eu-west-1' });
    const { text } = await send('GET', '/lake?location');
    expect(texts(text, 'LocationConstraint')).toEqual(['eu-west-1']);
  });

  it('tells us-east-1 by saying nothing', async () => {
    const { send } = await givenS3();
    const { text } = await send('GET', '/lake?location');
    expect(text).toMatch(/<LocationConstraint [^>]*><\/LocationConstraint>$/);
  });
});
