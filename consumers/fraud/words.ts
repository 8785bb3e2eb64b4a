const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A length of time as a person would say it: `0.4 s`, `40 s`, `11 min`, `3 h`. */
export function duration(ms: number): string {
  if (ms < 9_950) return `${Number((ms / 1_000).toFixed(1))} s`;
  if (ms < 2 * MINUTE_MS) return `${Math.round(ms / 1_000)} s`;
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return `${Math.round(ms / HOUR_MS)} h`;
}

/** A number with as many digits as a person needs. */
export const figure = (value: number): string =>
  Math.abs(value) < 100 ? String(Number(value.toFixed(2))) : String(Math.round(value));
