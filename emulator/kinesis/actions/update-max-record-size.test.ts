import { describe, expect, it } from 'vitest';

import { CHANGE_MS, givenStream, put, STREAM, STREAM_ARN } from '../given-kinesis.test-support.ts';

const MIB = 1_048_576;
const size = (MaxRecordSizeInKiB: number) => ({ StreamARN: STREAM_ARN, MaxRecordSizeInKiB });

describe('UpdateMaxRecordSize', () => {
  it('lets larger records in once the stream is ACTIVE again', async () => {
    const given = await givenStream();
    const { call, send, refusal, clock } = given;
    expect(await send('UpdateMaxRecordSize', size(10_240))).toEqual({ status: 200, text: '' });
    const large = {
      StreamName: STREAM,
      PartitionKey: 'k',
      Data: Buffer.alloc(MIB).toString('base64'),
    };
    expect(await refusal('PutRecord', large)).toMatch(/less than or equal to 1048576$/);
    await clock.advance(CHANGE_MS);
    await call('PutRecord', large);
    await put(given, 'x'.repeat(10 * MIB - 1));
    const { StreamDescriptionSummary } = await call('DescribeStreamSummary', {
      StreamName: STREAM,
    });
    expect(StreamDescriptionSummary).toHaveProperty('MaxRecordSizeInKiB', 10_240);
  });

  it('refuses sizes below 1 MiB and above 10 MiB', async () => {
    const { refusal } = await givenStream();
    expect(await refusal('UpdateMaxRecordSize', size(1_023))).toMatch(
      /at 'maxRecordSizeInKiB' failed to satisfy constraint: Member must have value greater than or equal to 1024$/,
    );
    expect(await refusal('UpdateMaxRecordSize', size(10_241))).toMatch(/or equal to 10240$/);
  });
});
