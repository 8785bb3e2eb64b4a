import { describe, expect, it } from 'vitest';
import { errorOf, givenS3, texts } from '../given-s3.test-support.ts';

const inRegion = (constraint: string) => ({
  body: `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${constraint}</LocationConstraint></CreateBucketConfiguration>`,
});

const signedFor = (region: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20260101/${region}/s3/aws4_request, Signature=00`,
});

describe('CreateBucket', () => {
  it('creates an empty bucket', async () => {
    const { send } = await givenS3();
    const { status, headers } = await send('PUT', '/pond');
    expect([status, headers['location']]).toEqual([200, '/pond']);
    expect(texts((await send('GET', '/pond?list-type=2')).text, 'KeyCount')).toEqual(['0']);
  });

  it('keeps the objects of a bucket that is created again in us-east-1', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake/k', { body: 'hello' });
    expect((await send('PUT', '/lake')).status).toBe(200);
    expect((await send('GET', '/lake/k')).text).toBe('hello');
  });

  it('refuses to create a bucket again elsewhere', async () => {
    const { send } = await givenS3({ region: 'eu-west-1' });
    expect(errorOf(await send('PUT', '/lake', inRegion('eu-west-1')))).toBe(
      '409 BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.',
    );
  });

  it.each([
    ['eu-west-1', '', 'unspecified'],
    ['eu-west-1', 'eu-west-2', 'eu-west-2'],
  ])('in %s refuses the constraint %j', async (region, constraint, named) => {
    const { send } = await givenS3({ region });
    const put = constraint === '' ? {} : inRegion(constraint);
    expect(errorOf(await send('PUT', '/pond', put))).toBe(
      `400 IllegalLocationConstraintException: The ${named} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  });

  it.each(['nowhere', 'us-east-1'])('knows no constraint %s', async (constraint) => {
    const { send } = await givenS3();
    expect(errorOf(await send('PUT', '/pond', inRegion(constraint)))).toBe(
      '400 InvalidLocationConstraint: The specified location-constraint is not valid',
    );
  });

  it('takes the region that the client signs for as that of the endpoint', async () => {
    const { send } = await givenS3();
    const headers = signedFor('sa-east-1');
    expect((await send('PUT', '/pond', { headers, ...inRegion('sa-east-1') })).status).toBe(200);
    expect((await send('HEAD', '/pond')).headers['x-amz-bucket-region']).toBe('sa-east-1');
  });

  it('refuses a name that no bucket can have', async () => {
    const { send } = await givenS3();
    expect(errorOf(await send('PUT', '/__proto__'))).toBe(
      '400 InvalidBucketName: The specified bucket is not valid.',
    );
  });

  it.each(['<Other></Other>', '<CreateBucketConfiguration>', 'hello'])(
    'refuses the body %s',
    async (body) => {
      const { send } = await givenS3();
      expect(errorOf(await send('PUT', '/pond', { body }))).toContain('400 MalformedXML');
      expect((await send('HEAD', '/pond')).status).toBe(404);
    },
  );

  it('refuses object lock, which it would not honour', async () => {
    const { send } = await givenS3();
    const headers = { 'x-amz-bucket-object-lock-enabled': 'true' };
    expect((await send('PUT', '/pond', { headers })).status).toBe(501);
  });
});
