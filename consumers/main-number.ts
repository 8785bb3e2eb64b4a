import type { LabRecord } from '#pipeline/record.ts';

/** Names that mean "this is what the record measures", the first one present wins. */
const MEASURES = ['amount', 'value', 'magnitude', 'mag', 'delay', 'temperature', 'price'] as const;

/** Numbers that say where, when or which, not how much. */
const NOT_A_MEASURE =
  /^(id|key|lat|latitude|lon|lng|longitude|time|timestamp|date|year|month|day|hour|minute|second|updated|zip|code)$|(_id|_at|_ms|Id|At|Ms)$/;

/**
 * The number a record is mainly about: the first of the usual names that holds a finite number, or
 * else the first field, in the record's own order, that holds one and is no place, time or
 * identifier. Undefined for a record without such a number: it is counted, not measured.
 */
export function mainNumberOf({ data }: LabRecord): number | undefined {
  for (const name of MEASURES) {
    const value = data[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  for (const name in data) {
    const value = data[name];
    if (typeof value === 'number' && Number.isFinite(value) && !NOT_A_MEASURE.test(name)) {
      return value;
    }
  }
  return undefined;
}
