export interface City {
  readonly name: string;
  readonly country: string;
  /** What its residents' cards are billed in. */
  readonly currency: string;
  readonly lat: number;
  readonly lon: number;
}

const city = (name: string, country: string, currency: string, lat: number, lon: number): City => ({
  name,
  country,
  currency,
  lat,
  lon,
});

/** Where cards live, pay and travel to; some are a short ride apart, some an ocean. */
export const CITIES: readonly City[] = [
  city('Lisboa', 'PT', 'EUR', 38.722, -9.139),
  city('Oeiras', 'PT', 'EUR', 38.697, -9.31),
  city('Porto', 'PT', 'EUR', 41.15, -8.611),
  city('Braga', 'PT', 'EUR', 41.545, -8.427),
  city('Madrid', 'ES', 'EUR', 40.417, -3.704),
  city('Barcelona', 'ES', 'EUR', 41.387, 2.17),
  city('Paris', 'FR', 'EUR', 48.857, 2.352),
  city('Lyon', 'FR', 'EUR', 45.764, 4.836),
  city('London', 'GB', 'GBP', 51.507, -0.128),
  city('Reading', 'GB', 'GBP', 51.454, -0.978),
  city('Dublin', 'IE', 'EUR', 53.35, -6.26),
  city('Amsterdam', 'NL', 'EUR', 52.373, 4.893),
  city('Utrecht', 'NL', 'EUR', 52.091, 5.122),
  city('Berlin', 'DE', 'EUR', 52.52, 13.405),
  city('Munich', 'DE', 'EUR', 48.137, 11.575),
  city('Milan', 'IT', 'EUR', 45.464, 9.19),
  city('Rome', 'IT', 'EUR', 41.903, 12.496),
  city('São Paulo', 'BR', 'BRL', -23.55, -46.633),
  city('Campinas', 'BR', 'BRL', -22.907, -47.063),
  city('Recife', 'BR', 'BRL', -8.048, -34.877),
  city('New York', 'US', 'USD', 40.713, -74.006),
  city('Newark', 'US', 'USD', 40.736, -74.172),
  city('Boston', 'US', 'USD', 42.36, -71.058),
  city('Chicago', 'US', 'USD', 41.878, -87.63),
  city('Toronto', 'CA', 'CAD', 43.653, -79.383),
  city('Mexico City', 'MX', 'MXN', 19.433, -99.133),
  city('Tokyo', 'JP', 'JPY', 35.677, 139.65),
  city('Yokohama', 'JP', 'JPY', 35.444, 139.638),
  city('Singapore', 'SG', 'SGD', 1.352, 103.82),
  city('Mumbai', 'IN', 'INR', 19.076, 72.878),
  city('Nairobi', 'KE', 'KES', -1.292, 36.822),
  city('Cape Town', 'ZA', 'ZAR', -33.925, 18.424),
  city('Sydney', 'AU', 'AUD', -33.869, 151.209),
];

interface Place {
  readonly lat: number;
  readonly lon: number;
}

const EARTH_RADIUS_KM = 6_371;
const RADIANS_PER_DEGREE = Math.PI / 180;

/** Along the great circle, by the haversine formula. */
export function distanceKm(from: Place, to: Place): number {
  const halfLat = ((to.lat - from.lat) * RADIANS_PER_DEGREE) / 2;
  const halfLon = ((to.lon - from.lon) * RADIANS_PER_DEGREE) / 2;
  const squaredChord =
    Math.sin(halfLat) ** 2 +
    Math.cos(from.lat * RADIANS_PER_DEGREE) *
      Math.cos(to.lat * RADIANS_PER_DEGREE) *
      Math.sin(halfLon) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(squaredChord));
}

const DRIVING_KM_PER_HOUR = 60;
const RAIL_KM_PER_HOUR = 160;
const FLYING_KM_PER_HOUR = 750;
const DRIVEN_UP_TO_KM = 60;
const RAIL_UP_TO_KM = 500;
const AIRPORT_HOURS = 2.5;
const HOUR_MS = 3_600_000;

/** How long an honest traveller needs: by car, by train or, with the time at airports, by air. */
export function travelMs(from: Place, to: Place): number {
  const km = distanceKm(from, to);
  if (km <= DRIVEN_UP_TO_KM) return (km / DRIVING_KM_PER_HOUR) * HOUR_MS;
  if (km <= RAIL_UP_TO_KM) return (km / RAIL_KM_PER_HOUR) * HOUR_MS;
  return (km / FLYING_KM_PER_HOUR + AIRPORT_HOURS) * HOUR_MS;
}
