const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * A date whose UTC fields read as the clock on the wall of `timeZone` reads at `instant`. Throws
 * RangeError for a zone that does not exist.
 */
export function localTime(instant: number, timeZone: string): Date {
  if (timeZone === 'UTC') return new Date(instant);
  const parts = formatterOf(timeZone).formatToParts(instant);
  const field = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return new Date(
    Date.UTC(
      field('year'),
      field('month') - 1,
      field('day'),
      field('hour'),
      field('minute'),
      field('second'),
      instant % 1_000,
    ),
  );
}

/** Making one is slow, and there are no more of them than there are time zones. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, formatter);
  return formatter;
}
