import { describe, expect, it } from 'vitest';
import { givenConsumer, START, STREAM_ARN } from '../given-kinesis.test-support.ts';

const byName = { StreamARN: STREAM_ARN, ConsumerName: 'angler' };

describe('DescribeStreamConsumer', () => {
  it('describes a consumer by its ARN, by the names, or by both', async () => {
    const { call, consumerArn } = await givenConsumer();
    for (const request of [
      { ConsumerARN: consumerArn },
      byName,
      { ...byName, ConsumerARN: consumerArn },
    ]) {
      expect(await call('DescribeStreamConsumer', request)).toEqual({
        ConsumerDescription: {
          ConsumerName: 'angler',
          ConsumerARN: consumerArn,
          ConsumerStatus: 'ACTIVE',
          ConsumerCreationTimestamp: START / 1_000,
          StreamARN: STREAM_ARN,
        },
      });
    }
  });

  it('does not know another name, nor another creation second', async () => {
    const { refusal, consumerArn } = await givenConsumer();
    for (const request of [
      { ...byName, ConsumerName: 'heron' },
      { ConsumerARN: consumerArn.replace(/\d+$/, '1') },
    ]) {
      expect(await refusal('DescribeStreamConsumer', request)).toMatch(
        /^ResourceNotFoundException/,
      );
    }
  });

  it('refuses names that disagree, and too few of them', async () => {
    const { refusal, consumerArn } = await givenConsumer();
    for (const request of [
      { ConsumerARN: consumerArn, ConsumerName: 'heron' },
      { ConsumerName: 'angler' },
      {},
    ]) {
      expect(await refusal('DescribeStreamConsumer', request)).toMatch(/^InvalidArgumentException/);
    }
  });
});
