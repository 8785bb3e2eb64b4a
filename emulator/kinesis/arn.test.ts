import { describe, expect, it } from 'vitest';
import { consumerArn, parseConsumerArn, parseStreamArn, streamArn } from './arn.ts';

const account = { region: 'eu-west-1', account: '123456789012' };

describe('a stream ARN', () => {
  it('names region, account and stream', () => {
    const arn = streamArn(account, 'rivers');
    expect(arn).toBe('arn:aws:kinesis:eu-west-1:123456789012:stream/rivers');
    expect(parseStreamArn(arn)).toEqual({ ...account, streamName: 'rivers' });
  });

  it('may be of another partition', () => {
    const arn = 'arn:aws-cn:kinesis:cn-north-1:123456789012:stream/rivers';
    expect(parseStreamArn(arn)?.region).toBe('cn-north-1');
  });

  it('is not the ARN of a consumer', () => {
    const arn = consumerArn(streamArn(account, 'rivers'), 'angler', 1_767_225_600);
    expect(parseStreamArn(arn)).toBeUndefined();
  });
});

describe('a consumer ARN', () => {
  it('ends in the creation in epoch seconds', () => {
    const arn = consumerArn(streamArn(account, 'rivers'), 'angler', 1_767_225_600);
    expect(arn.endsWith(':stream/rivers/consumer/angler:1767225600')).toBe(true);
    expect(parseConsumerArn(arn)).toEqual({
      ...account,
      streamName: 'rivers',
      consumerName: 'angler',
      createdAtSeconds: 1_767_225_600,
    });
  });

  it('is not the ARN of a stream', () => {
    expect(parseConsumerArn(streamArn(account, 'rivers'))).toBeUndefined();
  });
});
