import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Place } from './place.ts';

const runs = fc.constantFrom('a', 'run-with-dashes');
const sightings = fc.array(fc.record({ run: runs, number: fc.integer({ min: 0, max: 9_000 }) }));

describe('a place', () => {
  it('is the same after it was written down and read again', () => {
    fc.assert(
      fc.property(sightings, (seen) => {
        const place = new Place();
        for (const { run, number } of seen) place.saw({ id: `${run}-${number}`, key: 'k' });
        expect(Place.of([place.state()]).state()).toEqual(place.state());
      }),
    );
  });

  it('has seen what its processes have seen, each record counted once', () => {
    fc.assert(
      fc.property(fc.array(sightings, { maxLength: 4 }), (processes) => {
        const states = processes.map((seen) => {
          const place = new Place();
          for (const { run, number } of seen) place.saw({ id: `${run}-${number}`, key: 'k' });
          return place.state();
        });
        const all = processes.flat();
        const whole = Place.of(states);
        expect(whole.received).toBe(all.length);
        expect(whole.distinct).toBe(new Set(all.map(({ run, number }) => `${run}-${number}`)).size);
        expect(all.every(({ run, number }) => whole.has(run, number))).toBe(true);
      }),
    );
  });

  it('takes no memory for a number that somebody made up', () => {
    const place = new Place();
    place.saw({ id: `run-${Number.MAX_SAFE_INTEGER}`, key: 'k' });
    expect(place.state().runs).toEqual({ run: `${Number.MAX_SAFE_INTEGER}` });
  });

  it('counts what has no number of ours as foreign', () => {
    const place = new Place();
    for (const id of ['', 'run', 'run-', 'run-x', '-5', 'run-1.5']) place.saw({ id, key: 'k' });
    expect([place.received, place.foreign]).toEqual([0, 6]);
  });
});
