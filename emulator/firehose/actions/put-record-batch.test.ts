import { PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import { givenFirehose } from '../given-firehose.test-support.ts';

const batch = (count: number, bytes: number) =>
  new PutRecordBatchCommand({
    DeliveryStreamName: 'd',
    Records: Array.from({ length: count }, () => ({ Data: new Uint8Array(bytes) })),
  });

describe('PutRecordBatch', () => {
  it('answers for each record, in the order of the request', async () => {
    const { create, firehose, statuses } = await givenFirehose();
    await create();
    const { FailedPutCount, RequestResponses } = await firehose.send(batch(500, 10));
    expect([FailedPutCount, RequestResponses?.length]).toEqual([0, 500]);
    expect(statuses()[0]?.received).toBe(500);
  });

  it('refuses more than 500 records', async () => {
    const { create, firehose } = await givenFirehose();
    await create();
    await expect(firehose.send(batch(501, 1))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('refuses more than 4 MiB as a whole, and takes nothing of it', async () => {
    const { create, firehose, statuses } = await givenFirehose();
    await create();
    await expect(firehose.send(batch(5, 1_000_000))).rejects.toMatchObject({
      name: 'InvalidArgumentException',
    });
    expect(statuses()[0]?.received).toBe(0);
  });
});
