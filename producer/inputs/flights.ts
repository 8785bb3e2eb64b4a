import { z } from 'zod';
import type { Clock } from '#runtime/clock.ts';
import { readDataSet } from './data-set.ts';
import type { Input } from './input.ts';
import { type PastEvent, replay } from './replay.ts';

export interface FlightsOptions {
  readonly clock: Clock;
  /** Departures per second on average. */
  readonly rate: number;
}

/**
 * Departures: 20,000 flights within the United States from January to March 2001, replayed with their
 * nights. The key is the airport of origin (220 of them), whose departures belong in order.
 */
export const flightsInput = ({ clock, rate }: FlightsOptions): Input =>
  replay({ name: 'flights', clock, rate, load: loadFlights });

const DATE = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d)$/;

const flights = z.array(
  z.object({
    date: z.string().regex(DATE),
    delay: z.number(),
    distance: z.number(),
    origin: z.string(),
    destination: z.string(),
  }),
);

type Flight = z.output<typeof flights>[number];

export const loadFlights = (): PastEvent[] =>
  readDataSet('flights-20k.json', flights).map(pastEvent);

function pastEvent({ date, delay, distance, origin, destination }: Flight): PastEvent {
  // The data has no time zone; read as UTC, so that every machine replays the same rhythm.
  const at = Date.parse(date.replace(DATE, '$1-$2-$3T$4:$5:00Z'));
  const originalTime = new Date(at).toISOString();
  return {
    at,
    key: origin,
    data: { origin, destination, delayMinutes: delay, distanceMiles: distance, originalTime },
  };
}
