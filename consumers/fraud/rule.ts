import type { Suspected } from '#pipeline/suspicion.ts';
import type { History } from './history.ts';
import type { Sighting } from './sighting.ts';
import type { Surprise } from './surprise.ts';

export interface Suspicion {
  readonly surprise: Surprise;
  readonly why: Suspected;
}

/** Judges a record by what is usual for its own key, and says nothing while it knows too little. */
export type Rule = (sighting: Sighting, history: History) => Suspicion | undefined;
