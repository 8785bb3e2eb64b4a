import { retentionTooLong, retentionTooShort } from './settings-errors.ts';

/** As on AWS: a day, and a year. */
const MIN_HOURS = 24;
const MAX_HOURS = 8_760;

/** Unverified: that the range is looked at before the stream is looked for. */
export function checkRetention(hours: number): void {
  if (hours < MIN_HOURS) throw retentionTooShort(hours, MIN_HOURS);
  if (hours > MAX_HOURS) throw retentionTooLong(hours, MAX_HOURS);
}
