import { expect, it } from 'vitest';
import { CITIES, distanceKm, travelMs } from './cities.ts';

const called = (name: string) => {
  const found = CITIES.find((city) => city.name === name);
  if (found === undefined) throw new RangeError(name);
  return found;
};

it('measures along the great circle', () => {
  expect(distanceKm(called('Lisboa'), called('Porto'))).toBeCloseTo(274, -1);
  expect(distanceKm(called('London'), called('New York'))).toBeCloseTo(5_570, -2);
});

it('lets nobody travel faster than an airliner', () => {
  for (const from of CITIES) {
    for (const to of CITIES) {
      expect(travelMs(from, to) * 900).toBeGreaterThanOrEqual(distanceKm(from, to) * 3_600_000);
    }
  }
});
