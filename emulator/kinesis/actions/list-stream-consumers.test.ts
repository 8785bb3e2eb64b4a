import { describe, expect, it } from 'vitest';
import { CHANGE_MS, givenStream, STREAM_ARN } from '../given-kinesis.test-support.ts';

async function givenConsumers(names: readonly string[]) {
  const given = await givenStream();
  for (const ConsumerName of names) {
    await given.call('RegisterStreamConsumer', { StreamARN: STREAM_ARN, ConsumerName });
    await given.clock.advance(CHANGE_MS);
  }
  return given;
}

describe('ListStreamConsumers', () => {
  it('lists the consumers of a stream', async () => {
    const { call } = await givenConsumers(['heron', 'angler']);
    const { Consumers } = await call('ListStreamConsumers', { StreamARN: STREAM_ARN });
    expect(Consumers).toMatchObject([
      { ConsumerName: 'angler', ConsumerStatus: 'ACTIVE' },
      { ConsumerName: 'heron', ConsumerStatus: 'ACTIVE' },
    ]);
  });

  it('pages by token', async () => {
    const { call } = await givenConsumers(['a', 'b', 'c']);
    const page = { StreamARN: STREAM_ARN, MaxResults: 2 };
    const first = await call('ListStreamConsumers', page);
    const second = await call('ListStreamConsumers', { ...page, NextToken: first.NextToken });
    expect(
      [first, second].map(({ Consumers }) => Consumers.map(({ ConsumerName }) => ConsumerName)),
    ).toEqual([['a', 'b'], ['c']]);
    expect(second.NextToken).toBeUndefined();
  });
});
