import type { Place } from './sighting.ts';

const EARTH_RADIUS_KM = 6_371;
const RADIANS_PER_DEGREE = Math.PI / 180;

/** Along the great circle, by the haversine formula. */
export function distanceKm(from: Place, to: Place): number {
  const fromLat = from.lat * RADIANS_PER_DEGREE;
  const toLat = to.lat * RADIANS_PER_DEGREE;
  const halfLat = (toLat - fromLat) / 2;
  const halfLon = ((to.lon - from.lon) * RADIANS_PER_DEGREE) / 2;
  const chord =
    Math.sin(halfLat) ** 2 + Math.cos(fromLat) * Math.cos(toLat) * Math.sin(halfLon) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}
