/** The last instant that is taken for seconds: as ms it is March 1973, as seconds the year 5138. */
const MAX_SECONDS = 1e11;
/** The last instant that a date can hold. */
const MAX_MS = 8.64e15;

const ISO_8601 =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * Epoch ms from ISO 8601 (UTC where no zone is given, so that every machine reads the same) or from
 * seconds or milliseconds since 1970; undefined if it is neither.
 */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (NUMBER.test(text)) return fromNumber(Number(text));
  return fromIso(text);
}

function fromNumber(value: number): number | undefined {
  const ms = Math.round(Math.abs(value) < MAX_SECONDS ? value * 1_000 : value);
  return Number.isFinite(ms) && Math.abs(ms) <= MAX_MS ? ms : undefined;
}

function fromIso(text: string): number | undefined {
  const match = ISO_8601.exec(text);
  if (match === null) return undefined;
  if (!isDay(text.slice(0, 'YYYY-MM-DD'.length))) return undefined;
  const zone = match.groups?.['zone'];
  const local = text.slice(0, text.length - (zone?.length ?? 0)).replace(' ', 'T');
  const ms = Date.parse(local.replace(',', '.') + (local.length > 10 ? zoneOf(zone) : ''));
  return Number.isNaN(ms) ? undefined : ms;
}

/** Date.parse takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const ms = Date.parse(day);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

/** As `Date.parse` wants it: `+02` and `+0200` become `+02:00`. */
function zoneOf(zone = 'Z'): string {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
}
