import type { History } from './history.ts';
import type { Sighting } from './sighting.ts';
import type { Surprise } from './surprise.ts';

export type AlertKind =
  | 'impossible-travel'
  | 'card-testing'
  | 'repeated-amount'
  | 'velocity'
  | 'unusual-amount'
  | 'out-of-character'
  | 'unusual-value'
  | 'unusual-rate';

export interface Suspicion {
  readonly kind: AlertKind;
  readonly surprise: Surprise;
  /** In words, with the figures it rests on. */
  readonly reason: string;
}

/** Judges a record by what is usual for its own key, and says nothing while it knows too little. */
export type Rule = (sighting: Sighting, history: History) => Suspicion | undefined;
