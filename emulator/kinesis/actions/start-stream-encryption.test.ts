import { describe, expect, it } from 'vitest';

import { CHANGE_MS, givenStream, iterator, put, STREAM } from '../given-kinesis.test-support.ts';

const encrypt = { StreamName: STREAM, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' };
const many = { StreamName: STREAM, Records: [{ PartitionKey: 'k', Data: '' }] };

describe('StartStreamEncryption', () => {
  it('stamps what is written once the stream is ACTIVE again, and nothing before', async () => {
    const given = await givenStream();
    const { call, send, clock } = given;
    await put(given, 'before');
    expect(await send('StartStreamEncryption', encrypt)).toEqual({ status: 200, text: '' });
    expect(await put(given, 'meanwhile')).not.toHaveProperty('EncryptionType');
    const described = await call('DescribeStream', { StreamName: STREAM });
    expect(described.StreamDescription).toMatchObject({
      StreamStatus: 'UPDATING',
      EncryptionType: 'NONE',
    });
    await clock.advance(CHANGE_MS);
    expect(await put(given, 'after')).toHaveProperty('EncryptionType', 'KMS');
    expect(await call('PutRecords', many)).toHaveProperty('EncryptionType', 'KMS');
    const { Records } = await call('GetRecords', { ShardIterator: await iterator(given) });
    const stamps = Records.map((record) => (record as { EncryptionType?: string }).EncryptionType);
    expect(stamps).toEqual([undefined, undefined, 'KMS', 'KMS']);
  });

  it('shows type and key in both descriptions', async () => {
    const { call, clock } = await givenStream();
    await call('StartStreamEncryption', encrypt);
    await clock.advance(CHANGE_MS);
    const shown = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis', StreamStatus: 'ACTIVE' };
    const described = { StreamName: STREAM };
    expect((await call('DescribeStream', described)).StreamDescription).toMatchObject(shown);
    expect((await call('DescribeStreamSummary', described)).StreamDescriptionSummary).toMatchObject(
      shown,
    );
  });

  it('takes 25 keys a day and no more', async () => {
    const { call, refusal, clock } = await givenStream({ hasLimits: true });
    for (let n = 0; n < 25; n++) {
      await call('StartStreamEncryption', { ...encrypt, KeyId: `key-${n}` });
      await clock.advance(1_000);
    }
    expect(await refusal('StartStreamEncryption', encrypt)).toMatch(
      /^LimitExceededException: StartStreamEncryption cannot be called more than 25 times/,
    );
  });

  it('refuses the type NONE, unknown types and a second change at a time', async () => {
    const { call, refusal } = await givenStream();
    const none = { ...encrypt, EncryptionType: 'NONE' };
    expect(await refusal('StartStreamEncryption', none)).toMatch(/^InvalidArgumentException/);
    expect(await refusal('StartStreamEncryption', { ...encrypt, EncryptionType: 'AES' })).toMatch(
      /Member must satisfy enum value set: \[NONE, KMS\]$/,
    );
    await call('StartStreamEncryption', encrypt);
    expect(await refusal('StartStreamEncryption', encrypt)).toBe(
      'ResourceInUseException: Stream rivers under account 123456789012 not ACTIVE, instead in state UPDATING',
    );
  });
});
