import { describe, expect, it } from 'vitest';
import { errorOf, givenS3, START, texts } from '../given-s3.test-support.ts';

async function givenThree() {
  const s3 = await givenS3();
  for (const name of ['pond-2', 'pond-1']) await s3.send('PUT', `/${name}`);
  const names = async (query: string) => texts((await s3.send('GET', `/${query}`)).text, 'Name');
  return { ...s3, names };
}

describe('ListBuckets', () => {
  it('names all buckets in order', async () => {
    const { names } = await givenThree();
    expect(await names('')).toEqual(['lake', 'pond-1', 'pond-2']);
  });

  it('tells of each where and since when it is', async () => {
    const { send } = await givenS3();
    const { text } = await send('GET', '/');
    expect(text).toContain(
      `<Bucket><Name>lake</Name><CreationDate>${START}</CreationDate>` +
        '<BucketRegion>us-east-1</BucketRegion><BucketArn>arn:aws:s3:::lake</BucketArn></Bucket>',
    );
    expect(texts(text, 'ID')[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('filters by prefix and region', async () => {
    const { names } = await givenThree();
    expect(await names('?prefix=pond')).toEqual(['pond-1', 'pond-2']);
    expect(await names('?bucket-region=eu-west-1')).toEqual([]);
  });

  it('gives every bucket once, in pages', async () => {
    const { send } = await givenThree();
    const first = (await send('GET', '/?max-buckets=2')).text;
    const [token = ''] = texts(first, 'ContinuationToken');
    const second = (await send('GET', `/?max-buckets=2&continuation-token=${token}`)).text;
    expect([texts(first, 'Name'), texts(second, 'Name')]).toEqual([['lake', 'pond-1'], ['pond-2']]);
    expect(texts(second, 'ContinuationToken')).toEqual([]);
  });

  it.each(['?max-buckets=0', '?max-buckets=10001', '?max-buckets=x', '?continuation-token=x'])(
    'refuses %s',
    async (query) => {
      const { send } = await givenS3();
      expect(errorOf(await send('GET', `/${query}`))).toContain('400 InvalidArgument');
    },
  );
});
