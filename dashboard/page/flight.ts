import type { Dot, Seen } from '../messages.ts';

/** A record on its way, and which consumers have seen it when. */
export interface Flying extends Dot {
  readonly seenAt: Map<number, number>;
}

/** More than any window of the picture holds. */
const KEPT = 2_500;

const flying = new Map<string, Flying>();

export function noteFlight(dots: readonly Dot[], seen: readonly Seen[]): void {
  for (const dot of dots) {
    if (!flying.has(dot.sequenceNumber)) {
      flying.set(dot.sequenceNumber, { ...dot, seenAt: new Map() });
    }
  }
  for (const { by, sequenceNumber, at } of seen) {
    const seenAt = flying.get(sequenceNumber)?.seenAt;
    if (seenAt && !seenAt.has(by)) seenAt.set(by, at);
  }
  for (const sequenceNumber of flying.keys()) {
    if (flying.size <= KEPT) break;
    flying.delete(sequenceNumber);
  }
}

export const forgetFlight = (): void => flying.clear();

/** All that is remembered, the oldest first. */
export const inFlight = (): Iterable<Flying> => flying.values();

export const newestFirst = (count: number): readonly Flying[] =>
  [...flying.values()].slice(-count).reverse();
