import { describe, expect, it } from 'vitest';
import { Collector, MOST_DOTS_PER_TICK } from './collector.ts';
import {
  givenCollector,
  givenConsumer,
  TICK_MS,
  givenLabView,
  givenParts,
  givenReading,
  givenShard,
  sourcesOf,
} from './given-statuses.test-support.ts';

const sample = (n: number, key = 'ana') => ({
  n,
  id: `run-${n}`,
  key,
  shardId: 'shardId-000000000000',
  sequenceNumber: String(n),
  bytes: 100,
  producedAt: 1,
  putAt: 2,
});

describe('Collector', () => {
  it('tells everything first, and then what has changed', async () => {
    const { tick, collector } = givenCollector();
    expect(Object.keys((await tick()).view).length).toBe(10);
    const { view } = await tick((parts) => (parts.producer = { ...parts.producer, put: 7 }));
    expect(Object.keys(view).sort()).toEqual(['books', 'clock', 'consumers', 'producer']);
    expect(collector.snapshot()?.view.producer?.put).toBe(7);
  });

  it('tells figures more seldom while records are too many to be drawn, and loses none of them', async () => {
    const { tick, collector } = givenCollector();
    const told: (number | undefined)[] = [];
    for (let put = 1; put <= 12; put++) {
      const { view } = await tick((parts) => {
        parts.producer = { ...parts.producer, stride: 8, put };
      });
      told.push(view.producer?.put);
      expect(view.clock).toBeDefined();
      const known = told.findLast((figure) => figure !== undefined);
      expect(collector.snapshot()?.view.producer?.put).toBe(known);
    }
    expect(told.filter((figure) => figure !== undefined)).toEqual([1, 5, 10]);
    await tick((parts) => (parts.producer = { ...parts.producer, stride: 1 }));
    expect(collector.snapshot()?.view.producer?.put).toBe(12);
  });

  it('tells all of a flood, and seldom', async () => {
    const { tick, collector } = givenCollector();
    expect(collector.pace.tickMs).toBe(100);
    const told: (number | undefined)[] = [];
    for (let put = 1; put <= 3; put++) {
      const { view } = await tick((parts) => {
        parts.producer = { ...parts.producer, stride: 64, put };
      });
      told.push(view.producer?.put);
      expect(collector.pace.tickMs).toBe(500);
    }
    expect(told).toEqual([1, 2, 3]);
    await tick((parts) => (parts.producer = { ...parts.producer, stride: 1 }));
    expect(collector.pace.tickMs).toBe(100);
  });

  it('draws each record once, and at most forty a tick', async () => {
    const { tick } = givenCollector();
    const samples = Array.from({ length: 100 }, (_, at) => sample(at + 1));
    const first = await tick((parts) => (parts.producer = { ...parts.producer, samples }));
    expect(first.dots.length).toBe(MOST_DOTS_PER_TICK);
    expect((await tick()).dots).toEqual([]);
  });

  it('logs a burst of alerts for one key once, and the key again when it was quiet', async () => {
    const { tick } = givenCollector();
    const why = { kind: 'unusual-rate', count: 5, withinMs: 9, usualGapMs: 70 } as const;
    const logged = async (...alerts: [n: number, key: string, at: number][]) => {
      const { log, alerts: told } = await tick((parts) => {
        const raised = alerts.map(([n, key, at]) => ({ n, key, at, why }));
        parts.consumers = [givenConsumer('one', { alerts: raised })];
      });
      expect(told.length).toBe(alerts.length);
      return log.map((story) => story.kind === 'alert' && [story.key, story.at]);
    };
    const first = await logged([1, 'ana', 0], [2, 'ana', 20], [3, 'bob', 30]);
    expect(first).toEqual([
      ['ana', 0],
      ['bob', 30],
    ]);
    expect(await logged([4, 'ana', 9_000])).toEqual([]);
    expect(await logged([5, 'ana', 18_000])).toEqual([]);
    expect(await logged([6, 'ana', 28_000])).toEqual([['ana', 28_000]]);
  });

  it('says of a killed consumer that is behind how old the last record is that it saw', async () => {
    const { tick } = givenCollector();
    const shards = [
      { ...givenReading('shardId-000000000000', 5), lagMs: 7, lastRecordAt: 990_000 },
    ];
    const lagOf = async (put: number, state: 'running' | 'killed') => {
      const { view } = await tick((parts) => {
        parts.now = 1_000_000;
        parts.producer = { ...parts.producer, put };
        parts.consumers = [givenConsumer('one', { received: 5, state, shards })];
      });
      return [view.consumers?.[0]?.lagMs, view.consumers?.[0]?.shards[0]?.lagMs];
    };
    expect(await lagOf(6, 'running')).toEqual([7, 7]);
    expect(await lagOf(6, 'killed')).toEqual([10_000, 10_000]);
    expect(await lagOf(5, 'killed')).toEqual([7, 7]);
  });

  it('draws what others put from whoever saw it first', async () => {
    const { tick } = givenCollector();
    const seen = { ...sample(1), id: '', arrivedAt: 5, seenAt: 9 };
    const { dots, seen: marks } = await tick((parts) => {
      parts.consumers = [givenConsumer('one', { samples: [seen] })];
    });
    expect(dots).toMatchObject([{ id: '', sequenceNumber: '1', at: 5 }]);
    expect(marks).toEqual([{ by: 0, sequenceNumber: '1', at: 9 }]);
  });

  it('knows the life of a record by id and by sequence number, of repeats the first', async () => {
    const { tick, collector } = givenCollector();
    const { producedAt, putAt, ...identity } = sample(3);
    await tick((parts) => {
      parts.producer = { ...parts.producer, samples: [sample(3)] };
      parts.consumers = [
        givenConsumer('one', {
          samples: [
            { ...identity, n: 1, arrivedAt: 2, seenAt: 10 },
            { ...identity, n: 2, arrivedAt: 2, seenAt: 99 },
          ],
        }),
      ];
    });
    const life = { key: 'ana', producedAt, putAt, arrivedAt: 2, seenAt: { one: 10 } };
    expect(collector.trace('run-3')).toMatchObject(life);
    expect(collector.trace('3')).toMatchObject(life);
    expect(collector.trace('run-4')).toBeUndefined();
  });

  it('takes rates per second of the lab, and keeps them while time stands still', async () => {
    const { tick, collector } = givenCollector();
    for (let put = 0; put <= 100; put += 10) {
      await tick((parts) => (parts.producer = { ...parts.producer, put }));
    }
    expect(collector.snapshot()?.view.producer?.recordsPerSecond).toBe(100);
    await tick((parts) => (parts.now -= TICK_MS));
    expect(collector.snapshot()?.view.producer?.recordsPerSecond).toBe(100);
  });

  it('adds refused requests up before it tells of them', async () => {
    const { tick } = givenCollector();
    const log = [];
    for (let hits = 0; hits <= 20; hits++) {
      const told = await tick((parts) => {
        parts.faults = { active: [{ name: 'storm', endsAt: 9e9 }], hits: { storm: hits } };
      });
      log.push(...told.log);
    }
    const refused = log.filter((row) => row.kind === 'refused');
    expect(refused.length).toBe(2);
    expect(refused[0]).toMatchObject({ name: 'storm', code: 'StormException' });
    expect(new Set(log.map(({ n }) => n)).size).toBe(log.length);
  });

  it('keeps a bounded past for pages that come later', async () => {
    const { tick, collector } = givenCollector();
    for (let n = 1; n <= 500; n++) {
      await tick(
        (parts) => (parts.producer = { ...parts.producer, samples: [sample(n, `key ${n}`)] }),
      );
    }
    expect(collector.snapshot()?.dots.length).toBe(400);
    expect(collector.snapshot()?.dots.at(-1)?.key).toBe('key 500');
  });

  it('does not ask the stream while time is paused: the question would count as a happening', async () => {
    const parts = givenParts();
    let asked = 0;
    const sources = { ...sourcesOf(parts), stream: async () => ((asked += 1), parts.stream) };
    const collector = new Collector(sources, givenLabView);
    for (let rounds = 0; rounds < 21; rounds++) await collector.tick();
    expect(asked).toBe(3);
    parts.isPaused = true;
    for (let rounds = 0; rounds < 30; rounds++) await collector.tick();
    expect(asked).toBe(3);
    collector.askStreamNext();
    await collector.tick();
    expect(asked).toBe(4);
  });
});

describe('the shards it shows', () => {
  it('calls a parent draining while a consumer has not read it to its end, then lets it go', async () => {
    const { tick, collector } = givenCollector();
    const parent = 'shardId-000000000000';
    const state = () =>
      collector.snapshot()?.view.shards.find(({ shardId }) => shardId === parent)?.state;
    await tick(
      (parts) => (parts.consumers = [givenConsumer('one', { shards: [givenReading(parent)] })]),
    );
    expect(state()).toBe('open');
    const quarter = 2n ** 126n;
    collector.askStreamNext();
    const split = await tick((parts) => {
      const [first, ...rest] = parts.stream.shards;
      if (!first) throw new Error('no shard');
      const children = [
        givenShard(2, 0n, quarter - 1n, [parent]),
        givenShard(3, quarter, 2n * quarter - 1n, [parent]),
      ];
      parts.stream = {
        name: 'events',
        shards: [{ ...first, isOpen: false }, ...rest, ...children],
      };
    });
    expect(state()).toBe('draining');
    expect(split.log).toMatchObject([
      { kind: 'split', parent, children: ['shardId-000000000002', 'shardId-000000000003'] },
    ]);
    await tick((parts) => (parts.consumers = [givenConsumer('one')]));
    expect(state()).toBe('drained');
    for (let rounds = 0; rounds < 60; rounds++) await tick();
    expect(state()).toBeUndefined();
  });

  it('marks the shard that gets far more than the others', async () => {
    const parts = givenParts();
    const third = 2n ** 128n / 3n;
    parts.stream = {
      name: 'events',
      shards: [0n, 1n, 2n].map((at) => givenShard(Number(at), at * third, (at + 1n) * third - 1n)),
    };
    const { tick, collector } = givenCollector(parts);
    for (let round = 1; round <= 10; round++) {
      await tick((now) => {
        const shards = now.stream.shards.map(({ shardId }, at) =>
          givenReading(shardId, at === 1 ? round * 20 : round, 0),
        );
        now.consumers = [givenConsumer('one', { shards })];
      });
    }
    const hot = collector.snapshot()?.view.shards.filter(({ isHot }) => isHot);
    expect(hot?.map(({ shardId }) => shardId)).toEqual(['shardId-000000000001']);
  });
});
