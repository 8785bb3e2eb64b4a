import { z } from 'zod';
import type { Clock } from '#runtime/clock.ts';
import { readDataSet } from './data-set.ts';
import type { Input } from './input.ts';
import { type PastEvent, replay } from './replay.ts';

export interface EarthquakesOptions {
  readonly clock: Clock;
  /** Readings per second on average. */
  readonly rate: number;
}

/**
 * Sensor readings: all 1,707 earthquakes that the US Geological Survey listed for the week up to
 * 7 February 2018, replayed.
 *
 * The key is the reporting network and the region, such as `ci/CA`. The network alone gives 12 keys,
 * too few to spread over shards; with the region there are 85, and a key still means "the sensors
 * over there", whose readings belong in order.
 */
export const earthquakesInput = ({ clock, rate }: EarthquakesOptions): Input =>
  replay({ name: 'earthquakes', clock, rate, load: loadEarthquakes });

/** GeoJSON, as far as it is used. */
const earthquakes = z.object({
  features: z.array(
    z.object({
      id: z.string(),
      properties: z.object({
        mag: z.number(),
        magType: z.string().nullable(),
        place: z.string(),
        time: z.number(),
        net: z.string(),
        type: z.string(),
      }),
      geometry: z.object({ coordinates: z.tuple([z.number(), z.number(), z.number()]) }),
    }),
  ),
});

type Feature = z.output<typeof earthquakes>['features'][number];

export function loadEarthquakes(): PastEvent[] {
  const { features } = readDataSet('earthquakes.json', earthquakes);
  return features.map(pastEvent);
}

function pastEvent({ id, properties, geometry }: Feature): PastEvent {
  const { mag, magType, place, time, net, type } = properties;
  const [lon, lat, depthKm] = geometry.coordinates;
  const originalTime = new Date(time).toISOString();
  return {
    at: time,
    key: `${net}/${regionOf(place)}`,
    data: { quake: id, type, mag, magType, place, depthKm, lon, lat, net, originalTime },
  };
}

/** "4km W of Castaic, CA" → "CA"; a place without a comma is its own region. */
const regionOf = (place: string): string => place.slice(place.lastIndexOf(',') + 1).trim();
