import { describe, expect, it } from 'vitest';

import { CHANGE_MS, givenStream, iterator, put, STREAM } from '../given-kinesis.test-support.ts';

const request = { StreamName: STREAM, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' };

describe('StopStreamEncryption', () => {
  it('ends the stamps, but not on what was written encrypted', async () => {
    const given = await givenStream();
    const { call, send, clock } = given;
    await call('StartStreamEncryption', request);
    await clock.advance(CHANGE_MS);
    await put(given, 'encrypted');
    expect(await send('StopStreamEncryption', request)).toEqual({ status: 200, text: '' });
    await clock.advance(CHANGE_MS);
    expect(await put(given, 'plain')).not.toHaveProperty('EncryptionType');
    const { Records } = await call('GetRecords', { ShardIterator: await iterator(given) });
    expect(Records.map((record) => 'EncryptionType' in record)).toEqual([true, false]);
    const described = await call('DescribeStream', { StreamName: STREAM });
    expect(described.StreamDescription).toHaveProperty('EncryptionType', 'NONE');
    expect(described.StreamDescription).not.toHaveProperty('KeyId');
  });

  it('refuses the type NONE', async () => {
    const { refusal } = await givenStream();
    const none = { ...request, EncryptionType: 'NONE' };
    expect(await refusal('StopStreamEncryption', none)).toMatch(/^InvalidArgumentException/);
  });
});
