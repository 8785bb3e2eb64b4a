import { CreateDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand, RegisterStreamConsumerCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { deleteTagged } from './delete-tagged.ts';
import { everythingIn } from './everything.test-support.ts';
import { findTagged } from './find-tagged.ts';
import { givenAccount, SHORT_DELAYS, type GivenAccount } from './given-account.test-support.ts';
import { provisionOnAws } from './provision.ts';

/** A lab that is there, and beside it what belongs to somebody else. */
async function givenLabAmongOthers(): Promise<GivenAccount> {
  const given = givenAccount();
  await given.until(provisionOnAws(given.scope));
  await given.until(makeOthers(given));
  return given;
}

const OTHERS = {
  deliveryStreams: Array.from({ length: 12 }, (_, at) => `theirs-${String(at).padStart(2, '0')}`),
  streams: ['orders', 'tagged-otherwise'],
  buckets: ['events-archive', 'kinlab'],
  roles: ['kinlab-firehose', 'other'],
};

async function makeOthers({ clients, clock }: GivenAccount): Promise<void> {
  const { kinesis, firehose, s3, iam } = clients;
  await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
  const Tags = { kinlab: '0', lab: '1' };
  await kinesis.send(
    new CreateStreamCommand({ StreamName: 'tagged-otherwise', ShardCount: 1, Tags }),
  );
  for (const Bucket of OTHERS.buckets) {
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'theirs' }));
  }
  for (const RoleName of OTHERS.roles) {
    const role = { RoleName, AssumeRolePolicyDocument: '{}', Path: '/kinlab/eu-west-1/' };
    await iam.send(new CreateRoleCommand(role));
  }
  for (const DeliveryStreamName of OTHERS.deliveryStreams) {
    await firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName,
        ExtendedS3DestinationConfiguration: {
          RoleARN: 'arn:aws:iam::123456789012:role/other',
          BucketARN: 'arn:aws:s3:::kinlab',
        },
      }),
    );
  }
  await clock.sleep(60_000);
}

/** More than one page of a list holds. */
async function putObjects(
  { emulator }: GivenAccount,
  bucket: string,
  count: number,
): Promise<void> {
  for (let at = 0; at < count; at++) {
    const { status } = await emulator.handle({
      method: 'PUT',
      path: `/${bucket}/k${at}`,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.from('x'),
      signal: new AbortController().signal,
    });
    expect(status).toBe(200);
  }
}

describe('reset', () => {
  it('deletes what carries the tag and that only', async () => {
    const given = await givenLabAmongOthers();
    const found = await given.until(findTagged(given.scope));
    expect(found).toEqual({
      deliveryStreams: ['events-to-s3'],
      streams: ['events'],
      buckets: ['events-archive-123456789012-eu-west-1', 'events-state-123456789012-eu-west-1'],
      roles: ['kinlab-firehose-eu-west-1'],
      unseen: [],
    });
    await given.until(deleteTagged(given.scope, found));
    const left = await everythingIn(given);
    expect({ ...left, deliveryStreams: left.deliveryStreams.length }).toEqual({
      ...OTHERS,
      deliveryStreams: 10, // The first page of those twelve.
    });
  });

  it('deletes Firehose first, and waits until it is gone', async () => {
    const given = await givenLabAmongOthers();
    const found = await given.until(findTagged(given.scope));
    given.said.length = 0;
    const before = given.sent.length;
    const startedAt = given.clock.now();
    await given.until(deleteTagged(given.scope, found));
    expect(given.said).toEqual([
      'delivery stream events-to-s3: deleted',
      'stream events: deleted',
      'bucket events-archive-123456789012-eu-west-1: deleted',
      'bucket events-state-123456789012-eu-west-1: deleted',
      'role kinlab-firehose-eu-west-1: deleted',
    ]);
    const at = (operation: string): number =>
      (given.sent.slice(before).find((sent) => sent.operation === operation)?.at ?? NaN) -
      startedAt;
    expect(at('Kinesis.DeleteStream')).toBeGreaterThanOrEqual(20_000);
    expect(at('S3 DELETE /')).toBeGreaterThanOrEqual(45_000);
    expect(at('IAM.DeleteRolePolicy')).toBeLessThanOrEqual(at('IAM.DeleteRole'));
  });

  it('deletes a stream with its fan-out consumers, and a bucket with its objects', async () => {
    const given = await givenLabAmongOthers();
    const { kinesis } = given.clients;
    const { topology, streamArn } = given.scope.plan;
    const consumer = { StreamARN: streamArn, ConsumerName: 'consumer-2' };
    await kinesis.send(new RegisterStreamConsumerCommand(consumer));
    await putObjects(given, topology.bucket, 1_100);
    const found = await given.until(findTagged(given.scope));
    await given.until(deleteTagged(given.scope, found));
    expect((await given.until(findTagged(given.scope))).streams).toEqual([]);
    expect((await everythingIn(given)).buckets).toEqual(OTHERS.buckets);
  });

  it('deletes what is still being made, as soon as AWS lets it', async () => {
    const given = givenAccount();
    const making = provisionOnAws(given.scope);
    making.catch(() => {});
    await given.clock.advance(30_000);
    expect(given.said.at(-1)).toBe('delivery stream events-to-s3: CREATING');
    given.stop();
    await given.until(making.catch(() => {}));
    const scope = { ...given.scope, signal: new AbortController().signal };
    await given.until(findTagged(scope).then((found) => deleteTagged(scope, found)));
    expect(await everythingIn(given)).toEqual({
      deliveryStreams: [],
      streams: [],
      buckets: [],
      roles: [],
    });
  });

  it('says what it may not look into, and leaves it alone', async () => {
    const given = await givenLabAmongOthers();
    given.setFault(({ host, operation }) =>
      operation === 'S3 GET /?tagging' && host.startsWith('events-archive.')
        ? { status: 403, code: 'AccessDenied' }
        : undefined,
    );
    const found = await given.until(findTagged(given.scope));
    expect(found.unseen).toEqual(['bucket events-archive']);
    expect(found.buckets).toHaveLength(2);
  });

  /** Of a deletion of everything. */
  const CALLS = 15;

  it.each(Array.from({ length: CALLS }, (_, at) => at))(
    'can be interrupted at call %i, and run again',
    async (at) => {
      const given = givenAccount({ delays: SHORT_DELAYS });
      await given.until(provisionOnAws(given.scope));
      const tagged = await given.until(findTagged(given.scope));
      const start = given.sent.length;
      given.setFault((_, index) =>
        index >= start + at ? { status: 403, code: 'AccessDenied' } : undefined,
      );
      await expect(given.until(deleteTagged(given.scope, tagged))).rejects.toMatchObject({
        code: 'access-denied',
        message: expect.stringMatching(/^you may not delete the /),
      });
      given.setFault(undefined);
      const again = await given.until(findTagged(given.scope));
      await given.until(deleteTagged(given.scope, again));
      expect(await everythingIn(given)).toEqual({
        deliveryStreams: [],
        streams: [],
        buckets: [],
        roles: [],
      });
    },
  );

  it(`takes ${CALLS} calls in all`, async () => {
    const given = givenAccount({ delays: SHORT_DELAYS });
    await given.until(provisionOnAws(given.scope));
    const tagged = await given.until(findTagged(given.scope));
    const start = given.sent.length;
    await given.until(deleteTagged(given.scope, tagged));
    expect(given.sent.length - start).toBe(CALLS);
  });
});
