const HOUR_MS = 3_600_000;

/**
 * A key that comes before all objects of the hour before an instant, and after most older ones: Firehose's
 * keys begin with the UTC hour in which their first record arrived. The hour to spare is for clocks that differ.
 */
export function hourBefore(instant: number): string {
  const iso = new Date(instant - HOUR_MS).toISOString();
  return `${iso.slice(0, 4)}/${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(11, 13)}/`;
}
