import { describe, expect, it } from 'vitest';
import { Collector } from './collector.ts';
import {
  givenCollector,
  givenConsumer,
  givenFirehose,
  givenLabView,
  givenParts,
  givenReading,
  sourcesOf,
} from './given-statuses.test-support.ts';

describe('the books that the collector shows', () => {
  it('add up, and turn red when order was broken or the producer gave up', async () => {
    const { tick, collector } = givenCollector();
    await tick((parts) => {
      parts.producer = { ...parts.producer, put: 10 };
      parts.consumers = [givenConsumer('one', { received: 9, duplicates: 2 })];
    });
    expect(collector.snapshot()?.view.books).toMatchObject({
      put: 10,
      consumers: [{ name: 'one', received: 7, inFlight: 3 }],
      onTheWay: 10,
      problems: [],
    });
    await tick((parts) => {
      parts.producer = { ...parts.producer, failed: 1 };
      parts.consumers = [givenConsumer('one', { received: 9, outOfOrder: 1 })];
    });
    expect(collector.snapshot()?.view.books.problems).toEqual(['order', 'failed']);
  });

  it('turn red when a consumer has read past records that it has not seen', async () => {
    const { tick, collector } = givenCollector();
    const problems = () => collector.snapshot()?.view.books.problems;
    const stand = (put: number, received: number, lagMs: number) =>
      tick((parts) => {
        parts.producer = { ...parts.producer, put };
        const shards = [0, 1].map((at) => ({ ...givenReading(`shardId-00000000000${at}`), lagMs }));
        parts.consumers = [givenConsumer('one', { received, shards })];
      });
    for (let round = 0; round < 100; round++) await stand(10, 9, 60_000);
    // It says itself that it is far behind: nothing is lost yet.
    expect(problems()).toEqual([]);
    for (let round = 0; round < 70; round++) await stand(10, 9, 0);
    expect(problems()).toEqual(['missing']);
    await stand(10, 10, 0);
    expect(problems()).toEqual([]);
  });

  it('accuse nobody of what another worker of the group may have read', async () => {
    const { tick, collector } = givenCollector();
    for (let round = 0; round < 100; round++) {
      await tick((parts) => {
        parts.producer = { ...parts.producer, put: 10 };
        const shards = [givenReading('shardId-000000000000')];
        parts.consumers = [givenConsumer('one', { received: 5, shards })];
      });
    }
    expect(collector.snapshot()?.view.books.problems).toEqual([]);
  });

  it('believe a consumer that has seen more than a producer that died could tell', async () => {
    const { tick, collector } = givenCollector();
    await tick((parts) => {
      parts.producer = { ...parts.producer, put: 10 };
      parts.consumers = [givenConsumer('one', { received: 12 })];
    });
    expect(collector.snapshot()?.view.books).toMatchObject({ put: 12, problems: [] });
  });

  it('turn red when a Firehose that tells nothing should have delivered long ago', async () => {
    const parts = givenParts();
    const buffered = { records: 3, bytes: 30, firstRecordAt: parts.now, dueAt: parts.now + 60_000 };
    const firehose = { ...givenFirehose, received: 3, buffered };
    const sources = { ...sourcesOf(parts), firehose: async () => firehose };
    const collector = new Collector(sources, givenLabView);
    await collector.tick();
    expect(collector.snapshot()?.view.books.problems).toEqual([]);
    parts.now += 121_000;
    await collector.tick();
    expect(collector.snapshot()?.view.books.problems).toEqual(['overdue']);
  });
});
