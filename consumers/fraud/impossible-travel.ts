import { distanceKm } from './distance.ts';
import type { Rule } from './rule.ts';
import type { Surprise } from './surprise.ts';

/** A place counts as the card's own after this many payments there in a row. */
const ENOUGH_VISITS = 3;
/** Distances below this say more about registers of terminals than about cards. */
const FAR_KM = 100;
/** Faster than any airliner, the ways to and from the airports not even counted. */
const FASTEST_KM_PER_HOUR = 1_000;
const HOUR_MS = 3_600_000;
/** What no habit can explain. */
const IMPOSSIBLE: Surprise = 30;

export const impossibleTravel: Rule = ({ place, at, city }, { lastPlace }) => {
  if (place === undefined || lastPlace === undefined || lastPlace.visits < ENOUGH_VISITS)
    return undefined;
  const km = distanceKm(lastPlace, place);
  if (km < FAR_KM) return undefined;
  const tookMs = Math.abs(at - lastPlace.at);
  if (km <= (FASTEST_KM_PER_HOUR * tookMs) / HOUR_MS) return undefined;
  return {
    surprise: IMPOSSIBLE,
    why: { kind: 'impossible-travel', city, from: lastPlace.city, km, afterMs: tookMs },
  };
};
