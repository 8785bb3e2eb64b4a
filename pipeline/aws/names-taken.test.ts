import { CreateDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { everythingIn } from './everything.test-support.ts';
import { givenAccount, type GivenAccount } from './given-account.test-support.ts';
import { provisionOnAws } from './provision.ts';

const ARCHIVE = 'events-archive-123456789012-eu-west-1';
const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;

const provisioned = async (given: GivenAccount): Promise<void> =>
  given.until(provisionOnAws(given.scope));

describe('a name that is taken', () => {
  it.each<readonly [string, string, (given: GivenAccount) => Promise<unknown>]>([
    [
      'a bucket',
      `the bucket ${ARCHIVE}`,
      ({ clients }) =>
        clients.s3.send(new CreateBucketCommand({ Bucket: ARCHIVE, CreateBucketConfiguration })),
    ],
    [
      'a role',
      'the role kinlab-firehose-eu-west-1',
      ({ clients }) =>
        clients.iam.send(
          new CreateRoleCommand({
            RoleName: 'kinlab-firehose-eu-west-1',
            AssumeRolePolicyDocument: '{}',
          }),
        ),
    ],
    [
      'a stream',
      'the stream events',
      ({ clients }) =>
        clients.kinesis.send(new CreateStreamCommand({ StreamName: 'events', ShardCount: 2 })),
    ],
    [
      'a delivery stream',
      'the delivery stream events-to-s3',
      ({ clients }) =>
        clients.firehose.send(
          new CreateDeliveryStreamCommand({
            DeliveryStreamName: 'events-to-s3',
            ExtendedS3DestinationConfiguration: {
              RoleARN: 'arn:aws:iam::123456789012:role/other',
              BucketARN: 'arn:aws:s3:::other',
            },
          }),
        ),
    ],
  ])('by %s without our tag is left alone', async (_, what, make) => {
    const given = givenAccount();
    await make(given);
    await expect(provisioned(given)).rejects.toMatchObject({
      code: 'name-taken',
      exitCode: 254,
      message: `${what} is there already and does not carry the tag kinlab=1, so it is not the lab's`,
    });
  });

  it("by a bucket of another account is told from one's own", async () => {
    const given = givenAccount({
      fault: ({ operation }) =>
        operation === 'S3 PUT /' ? { status: 409, code: 'BucketAlreadyExists' } : undefined,
    });
    await expect(provisioned(given)).rejects.toMatchObject({
      code: 'name-taken',
      message: `the bucket ${ARCHIVE} belongs to another account, or you may not look into it`,
    });
  });

  it('by a bucket in another region names that region', async () => {
    const given = givenAccount({
      fault: ({ operation }) =>
        operation === 'S3 HEAD /'
          ? {
              status: 301,
              code: 'PermanentRedirect',
              headers: { 'x-amz-bucket-region': 'us-west-2' },
            }
          : undefined,
    });
    await expect(provisioned(given)).rejects.toMatchObject({
      code: 'name-taken',
      message: `the bucket ${ARCHIVE} is there already, in us-west-2, not in eu-west-1`,
      fixes: expect.arrayContaining(['export AWS_REGION=us-west-2']),
    });
    expect((await everythingIn(given)).buckets).toEqual([]);
  });
});

describe('a lab that is there already with other numbers', () => {
  it.each([
    [{ shards: 3 }, 'the stream events is there already with 2 shards, not with 3'],
    [
      { bufferSeconds: 90 },
      'the delivery stream events-to-s3 is there already with 1 MiB or 60 s, not with 1 MiB or 90 s',
    ],
  ])('is not taken for the one that %j asks for', async (changes, message) => {
    const given = givenAccount();
    await provisioned(given);
    const { plan } = given.scope;
    const other = { ...plan, topology: { ...plan.topology, ...changes } };
    await expect(
      given.until(provisionOnAws({ ...given.scope, plan: other })),
    ).rejects.toMatchObject({ code: 'different', message });
  });
});
