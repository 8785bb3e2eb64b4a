import { describe, expect, it } from 'vitest';
import { givenAccount, SHORT_DELAYS, type GivenAccount } from './given-account.test-support.ts';
import { provisionOnAws } from './provision.ts';
import type { Fault, Sent } from './recording-handler.test-support.ts';

const REGION = 'eu-west-1';
const ARCHIVE = 'events-archive-123456789012-eu-west-1';
const STATE = 'events-state-123456789012-eu-west-1';
const ROLE = 'arn:aws:iam::123456789012:role/kinlab/eu-west-1/kinlab-firehose-eu-west-1';

const provisioned = async (given: GivenAccount): Promise<void> =>
  given.until(provisionOnAws(given.scope));

/** Answers those of one operation by what `faults` says, one after the other; then lets them pass. */
function inTurn(operation: string, ...faults: readonly (Fault | undefined)[]) {
  const left = [...faults];
  return (sent: Sent): Fault | undefined =>
    sent.operation === operation ? left.shift() : undefined;
}

describe('provisioning on AWS', () => {
  it('asks AWS itself, service by service, in order', async () => {
    const given = givenAccount();
    await provisioned(given);
    const calls = given.sent.map(({ host, operation }) => `${host} ${operation}`);
    expect(calls.filter((call, at) => call !== calls[at - 1])).toEqual([
      `${ARCHIVE}.s3.${REGION}.amazonaws.com S3 HEAD /`,
      `${ARCHIVE}.s3.${REGION}.amazonaws.com S3 PUT /`,
      `${STATE}.s3.${REGION}.amazonaws.com S3 HEAD /`,
      `${STATE}.s3.${REGION}.amazonaws.com S3 PUT /`,
      'iam.amazonaws.com IAM.GetRole',
      'iam.amazonaws.com IAM.CreateRole',
      'iam.amazonaws.com IAM.PutRolePolicy',
      `kinesis.${REGION}.amazonaws.com Kinesis.DescribeStreamSummary`,
      `kinesis.${REGION}.amazonaws.com Kinesis.CreateStream`,
      `kinesis.${REGION}.amazonaws.com Kinesis.DescribeStreamSummary`,
      `kinesis.${REGION}.amazonaws.com Kinesis.ListTagsForStream`,
      `kinesis.${REGION}.amazonaws.com Kinesis.DescribeStreamSummary`,
      `firehose.${REGION}.amazonaws.com Firehose.DescribeDeliveryStream`,
      `firehose.${REGION}.amazonaws.com Firehose.CreateDeliveryStream`,
      `firehose.${REGION}.amazonaws.com Firehose.DescribeDeliveryStream`,
      `firehose.${REGION}.amazonaws.com Firehose.ListTagsForDeliveryStream`,
      `firehose.${REGION}.amazonaws.com Firehose.DescribeDeliveryStream`,
    ]);
  });

  it('makes everything with the tag from its first moment on', async () => {
    const given = givenAccount();
    await provisioned(given);
    const body = (operation: string): string =>
      given.sent.find((sent) => sent.operation === operation)?.body ?? '';
    const bucket =
      '<LocationConstraint>eu-west-1</LocationConstraint><Tags><Tag><Key>kinlab</Key><Value>1</Value></Tag></Tags>';
    expect(body('S3 PUT /')).toContain(bucket);
    expect(Object.fromEntries(new URLSearchParams(body('IAM.CreateRole')))).toMatchObject({
      RoleName: 'kinlab-firehose-eu-west-1',
      Path: '/kinlab/eu-west-1/',
      AssumeRolePolicyDocument: JSON.stringify(given.scope.plan.role.trust),
      'Tags.member.1.Key': 'kinlab',
      'Tags.member.1.Value': '1',
    });
    expect(new URLSearchParams(body('IAM.PutRolePolicy')).get('PolicyDocument')).toBe(
      JSON.stringify(given.scope.plan.role.permissions),
    );
    expect(JSON.parse(body('Kinesis.CreateStream'))).toEqual({
      StreamName: 'events',
      ShardCount: 2,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      Tags: { kinlab: '1' },
    });
    expect(JSON.parse(body('Firehose.CreateDeliveryStream'))).toEqual({
      DeliveryStreamName: 'events-to-s3',
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: {
        KinesisStreamARN: 'arn:aws:kinesis:eu-west-1:123456789012:stream/events',
        RoleARN: ROLE,
      },
      ExtendedS3DestinationConfiguration: {
        RoleARN: ROLE,
        BucketARN: `arn:aws:s3:::${ARCHIVE}`,
        BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 },
      },
      Tags: [{ Key: 'kinlab', Value: '1' }],
    });
  });

  it('does not name the region of the oldest buckets, as S3 wants it', async () => {
    const given = givenAccount({ region: 'us-east-1' });
    await provisioned(given);
    const { host, body } = given.sent.find(({ operation }) => operation === 'S3 PUT /') ?? {};
    expect(host).toBe('events-archive-123456789012-us-east-1.s3.us-east-1.amazonaws.com');
    expect(body).not.toContain('LocationConstraint');
  });

  it("waits for AWS's own delays: a stream after 20 s, a role refused twice, a delivery stream after 40 s", async () => {
    const refused: Fault = {
      status: 400,
      code: 'InvalidArgumentException',
      message: `Firehose is unable to assume role ${ROLE}. Please check the role provided.`,
    };
    const given = givenAccount({
      fault: inTurn('Firehose.CreateDeliveryStream', refused, refused),
    });
    const startedAt = given.clock.now();
    await provisioned(given);
    expect(given.said).toEqual([
      `bucket ${ARCHIVE}: created`,
      `bucket ${STATE}: created`,
      'role kinlab-firehose-eu-west-1: created',
      'stream events: CREATING',
      'stream events: ACTIVE',
      'role kinlab-firehose-eu-west-1: Firehose does not know it yet',
      'delivery stream events-to-s3: CREATING',
      'delivery stream events-to-s3: ACTIVE',
    ]);
    const tookMs = (given.sent.at(-1)?.at ?? NaN) - startedAt;
    expect(tookMs).toBeGreaterThanOrEqual(20_000 + 2 * 5_000 + 40_000);
    expect(tookMs).toBeLessThan(20_000 + 2 * 5_000 + 40_000 + 2 * 3_000 + 1_000);
  });

  it.each([
    ['Kinesis.DescribeStreamSummary', 'LimitExceededException', 'Rate exceeded for stream events'],
    ['Firehose.DescribeDeliveryStream', 'LimitExceededException', 'Rate exceeded'],
    ['IAM.GetRole', 'Throttling', 'Rate exceeded'],
    ['S3 PUT /', 'OperationAborted', 'A conflicting conditional operation is in progress'],
  ])('is patient with a throttled %s', async (operation, code, message) => {
    const fault: Fault = { status: 400, code, message };
    const given = givenAccount({ fault: inTurn(operation, fault, fault, undefined, fault) });
    await provisioned(given);
    expect(given.said.at(-1)).toBe('delivery stream events-to-s3: ACTIVE');
  });

  it('uses again what is there already, and writes the policy anew', async () => {
    const given = givenAccount();
    await provisioned(given);
    const before = given.sent.length;
    await provisioned(given);
    const changes = given.sent
      .slice(before)
      .map(({ operation }) => operation)
      .filter((operation) => /Create|Put|PUT|Delete|DELETE/.test(operation));
    expect(changes).toEqual(['IAM.PutRolePolicy']);
  });

  it('gives up on a role that Firehose never sees, after 2 minutes', async () => {
    const given = givenAccount({
      fault: ({ operation }) =>
        operation === 'Firehose.CreateDeliveryStream'
          ? { status: 400, code: 'InvalidArgumentException', message: 'unable to assume role' }
          : undefined,
    });
    const startedAt = given.clock.now();
    await expect(provisioned(given)).rejects.toMatchObject({ code: 'role-refused', exitCode: 254 });
    expect((given.sent.at(-1)?.at ?? NaN) - startedAt).toBeLessThan(20_000 + 120_000 + 15_000);
  });

  it('does not take another bad argument for a role that spreads', async () => {
    const fault: Fault = { status: 400, code: 'InvalidArgumentException', message: 'No.' };
    const given = givenAccount({ fault: inTurn('Firehose.CreateDeliveryStream', fault) });
    await expect(provisioned(given)).rejects.toMatchObject({
      code: 'refused',
      message: 'could not make the delivery stream events-to-s3: InvalidArgumentException: No.',
    });
  });

  it.each([
    ['S3 PUT /', 'TooManyBuckets', 'the bucket events-archive-123456789012-eu-west-1'],
    ['IAM.CreateRole', 'LimitExceeded', 'the role kinlab-firehose-eu-west-1'],
    ['Kinesis.CreateStream', 'LimitExceededException', 'the stream events'],
    ['Firehose.CreateDeliveryStream', 'LimitExceededException', 'the delivery stream events-to-s3'],
  ])('says which quota is used up at %s', async (operation, code, what) => {
    const fault: Fault = { status: 400, code, message: 'You have as many as you may.' };
    const given = givenAccount({ delays: SHORT_DELAYS, fault: inTurn(operation, fault) });
    await expect(provisioned(given)).rejects.toMatchObject({
      code: 'quota',
      exitCode: 254,
      message: expect.stringMatching(
        `^a quota of the account is used up, so it could not make ${what}: ${code}`,
      ),
    });
  });

  it('stops when it is asked to, and says what stays', async () => {
    const given = givenAccount();
    const work = provisioned(given);
    work.catch(() => {});
    await given.clock.advance(5_000);
    given.stop();
    await expect(work).rejects.toMatchObject({
      code: 'interrupted',
      exitCode: 130,
      fixes: [expect.stringContaining('kinlab reset')],
    });
  });
});
