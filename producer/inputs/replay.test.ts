import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { loadEarthquakes } from './earthquakes.ts';
import { loadFlights } from './flights.ts';
import type { InputItem } from './input.ts';
import { type PastEvent, replay, schedule } from './replay.ts';

const event = (at: number, key = 'key'): PastEvent => ({ at, key, data: { at } });

const never = new AbortController().signal;

describe('schedule', () => {
  it('keeps the proportions between gaps and has the asked rate on average', () => {
    const offsets = take(schedule([event(0), event(10), event(40), event(50)], 2), 8);
    expect(offsets.map(({ offsetMs }) => offsetMs)).toEqual([
      0, 300, 1_200, 1_500, 2_000, 2_300, 3_200, 3_500,
    ]);
  });

  it('never goes back in time, and each round takes as long as its records need at the rate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        (instants, rate) => {
          const events = instants.sort((a, b) => a - b).map((at) => event(at));
          const rounds = take(schedule(events, rate), 3 * events.length);
          const offsets = rounds.map(({ offsetMs }) => offsetMs);
          expect(offsets.every((ms, index) => index === 0 || ms >= (offsets[index - 1] ?? 0))).toBe(
            true,
          );
          const roundMs = (events.length * 1_000) / rate;
          expect((offsets[2 * events.length] ?? 0) / (2 * roundMs)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('ends at once when there is nothing to replay', () => {
    expect([...schedule([], 10)]).toEqual([]);
  });
});

describe('replay', () => {
  it('yields in order of time, each event at the lab time that it says it happened', async () => {
    const clock = virtualClock();
    const startAt = clock.now();
    const input = replay({
      name: 'past',
      clock,
      rate: 2,
      load: () => [event(40, 'c'), event(0, 'a'), event(50, 'd'), event(10, 'b')],
    });
    const seen: { item: unknown; at: number }[] = [];
    void (async () => {
      for await (const item of input.items(never)) seen.push({ item, at: clock.now() });
    })();
    await clock.advance(2_299);
    expect(seen).toEqual(
      [
        { key: 'a', ms: 0, at: 0, round: 1 },
        { key: 'b', ms: 300, at: 10, round: 1 },
        { key: 'c', ms: 1_200, at: 40, round: 1 },
        { key: 'd', ms: 1_500, at: 50, round: 1 },
        { key: 'a', ms: 2_000, at: 0, round: 2 },
      ].map(({ key, ms, at, round }) => ({
        item: { key, eventAt: startAt + ms, data: { at, round } },
        at: startAt + ms,
      })),
    );
  });

  it('loads nothing until it is asked for items', () => {
    let loads = 0;
    const load = (): PastEvent[] => [event(++loads)];
    replay({ name: 'past', clock: virtualClock(), rate: 1, load });
    expect(loads).toBe(0);
  });
});

describe('the data sets', () => {
  it('have all 1,707 earthquakes, keyed by network and region', () => {
    const events = loadEarthquakes();
    expect(events).toHaveLength(1_707);
    expect(new Set(events.map(({ key }) => key)).size).toBe(85);
    expect(events.find(({ data }) => data['quake'] === 'ci37868143')).toEqual({
      at: 1_517_966_773_840,
      key: 'ci/CA',
      data: {
        quake: 'ci37868143',
        type: 'earthquake',
        mag: 2,
        magType: 'ml',
        place: '4km W of Castaic, CA',
        depthKm: 26.49,
        lon: -118.6671667,
        lat: 34.4945,
        net: 'ci',
        originalTime: '2018-02-07T01:26:13.840Z',
      },
    });
  });

  it('have 20,000 flights, keyed by airport of origin', () => {
    const events = loadFlights();
    expect(events).toHaveLength(20_000);
    expect(new Set(events.map(({ key }) => key)).size).toBe(220);
    expect(events[0]).toEqual({
      at: Date.UTC(2001, 0, 1, 0, 47),
      key: 'DTW',
      data: {
        origin: 'DTW',
        destination: 'LAS',
        delayMinutes: 66,
        distanceMiles: 1_750,
        originalTime: '2001-01-01T00:47:00.000Z',
      },
    });
  });

  it('give data that survives the way through JSON', () => {
    const items: Pick<InputItem, 'data'>[] = loadEarthquakes();
    expect(JSON.parse(JSON.stringify(items))).toEqual(items);
  });
});

function take<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}
