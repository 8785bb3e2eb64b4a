import { describe, expect, it } from 'vitest';
import { CHANGE_MS, givenKinesis, type GivenKinesis } from '../given-kinesis.test-support.ts';

async function givenStreams(names: readonly string[]): Promise<GivenKinesis> {
  const given = givenKinesis();
  for (const StreamName of names) {
    await given.call('CreateStream', { StreamName, ShardCount: 1 });
    await given.clock.advance(CHANGE_MS);
  }
  return given;
}

describe('ListStreams', () => {
  it('lists in the order of the names', async () => {
    const { call } = await givenStreams(['c', 'a', 'b']);
    expect(await call('ListStreams')).toMatchObject({
      StreamNames: ['a', 'b', 'c'],
      HasMoreStreams: false,
      StreamSummaries: [{ StreamName: 'a', StreamStatus: 'ACTIVE' }, {}, {}],
    });
  });

  it('pages by token', async () => {
    const { call } = await givenStreams(['a', 'b', 'c']);
    const first = await call('ListStreams', { Limit: 2 });
    expect(first).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true });
    const second = await call('ListStreams', { Limit: 2, NextToken: first.NextToken });
    expect(second).toMatchObject({ StreamNames: ['c'], HasMoreStreams: false });
    expect(second.NextToken).toBeUndefined();
  });

  it('pages by the last name', async () => {
    const { call } = await givenStreams(['a', 'b', 'c']);
    const { StreamNames } = await call('ListStreams', { ExclusiveStartStreamName: 'a' });
    expect(StreamNames).toEqual(['b', 'c']);
  });

  it('lists 100 streams unless told otherwise', async () => {
    const { call } = await givenStreams(Array.from({ length: 101 }, (_, n) => `s${n}`));
    expect((await call('ListStreams')).StreamNames).toHaveLength(100);
    expect((await call('ListStreams', { Limit: 10_000 })).StreamNames).toHaveLength(101);
  });
});
