/** How often a page is told what. */
export interface Pace {
  readonly tickMs: number;
  /** Ticks until figures are told again. */
  readonly ticksPerFigures: number;
}

const CALM: Pace = { tickMs: 100, ticksPerFigures: 1 };
/** While there are more records than can be drawn, figures change faster than an eye reads. */
const CROWD: Pace = { tickMs: 100, ticksPerFigures: 5 };
/** Nobody follows anything, and the lab has better use for the time that telling and drawing take. */
const FLOOD: Pace = { tickMs: 500, ticksPerFigures: 1 };

/** One record of so many is shown, or of more. */
const FLOOD_STRIDE = 64;

/** `stride`: one record of how many is shown. */
export const isFlood = (stride: number): boolean => stride >= FLOOD_STRIDE;

export function paceOf(stride: number): Pace {
  if (isFlood(stride)) return FLOOD;
  return stride > 1 ? CROWD : CALM;
}
