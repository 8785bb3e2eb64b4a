import { CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { CHANGE_MS, givenFirehose, ROLE } from '../given-firehose.test-support.ts';

describe('PutRecord', () => {
  it('takes a record into the buffer and gives it an id', async () => {
    const { create, put, statuses } = await givenFirehose();
    await create();
    expect(await put('hello')).toMatchObject({ RecordId: expect.any(String), Encrypted: false });
    expect(statuses()[0]).toMatchObject({ received: 1, buffered: { records: 1, bytes: 5 } });
  });

  it('refuses a record above 1,000 KiB', async () => {
    const { create, put } = await givenFirehose();
    await create();
    await put('x'.repeat(1_024_000));
    await expect(put('x'.repeat(1_024_001))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is not permitted where a stream is the source', async () => {
    const { create, put, kinesis, clock } = await givenFirehose();
    await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }));
    await clock.advance(CHANGE_MS);
    const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
    await create(
      {},
      {
        DeliveryStreamType: 'KinesisStreamAsSource',
        KinesisStreamSourceConfiguration: { KinesisStreamARN: arn, RoleARN: ROLE },
      },
    );
    await expect(put('hello')).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: 'This operation is not permitted on KinesisStreamAsSource delivery stream type.',
    });
  });
});
