import { textOf, type GivenKinesis, type Pushed } from './given-kinesis.test-support.ts';

export const from = (consumerArn: string, position: object = { Type: 'TRIM_HORIZON' }): object => ({
  ConsumerARN: consumerArn,
  ShardId: '0',
  StartingPosition: position,
});

/** The texts of all records that were pushed. */
export const pushedTexts = ({ events }: Pushed): string[] =>
  events.flatMap(({ payload }) => payload.Records ?? []).map(textOf);

export const pushedEvents = ({ events }: Pushed) =>
  events.filter(({ type }) => type === 'SubscribeToShardEvent');

export const turn = (given: GivenKinesis): Promise<void> => given.clock.advance(0);
