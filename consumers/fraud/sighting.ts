import type { LabRecord } from '#pipeline/record.ts';
import { mainNumberOf } from '../main-number.ts';

export interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** What the detector sees of a record. */
export interface Sighting {
  readonly id: string;
  readonly at: number;
  readonly isPayment: boolean;
  /** What the record measures, as it stands; undefined if it measures nothing. */
  readonly amount: number | undefined;
  /** What habits are made of: of a payment the logarithm, which is about normally distributed. */
  readonly value: number;
  /** Where a card was shown in person; undefined for anything else. */
  readonly place: Place | undefined;
  readonly city: string | undefined;
  /** Of a payment from afar; presence vouches for itself, by `place`. */
  readonly country: string | undefined;
  readonly category: string | undefined;
}

export function sightingOf(record: LabRecord): Sighting {
  const { id, eventAt, data } = record;
  const amount = mainNumberOf(record);
  const isPayment = looksLikePayment(data);
  const isPresent = isPayment && data['channel'] !== 'online';
  return {
    id,
    at: eventAt,
    isPayment,
    amount,
    value: isPayment ? Math.log(amount ?? 1) : (amount ?? 0),
    place: isPresent ? placeOf(data) : undefined,
    city: textOf(data['city']),
    country: isPayment && !isPresent ? textOf(data['country']) : undefined,
    category: isPayment ? textOf(data['category']) : undefined,
  };
}

/** It has an amount above zero, and says to which merchant or from which card. */
const looksLikePayment = ({ amount, merchant, card }: LabRecord['data']): boolean =>
  typeof amount === 'number' &&
  amount > 0 &&
  amount < Infinity &&
  (typeof merchant === 'string' || typeof card === 'string');

const placeOf = ({ lat, lon }: LabRecord['data']): Place | undefined =>
  typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : undefined;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
