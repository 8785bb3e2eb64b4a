import { encodeRecord } from '#pipeline/record.ts';
import type { InputItem } from '#producer/inputs/input.ts';

/** As long as most: a run and a number in it. */
const SOME_ID = 'a1b2c3-100000';

/** The item with so much more in it that its record takes about so many bytes on the stream. */
export function sizedItem(item: InputItem, bytes: number): InputItem {
  const { key, eventAt, data } = item;
  const record = { id: SOME_ID, key, eventAt, producedAt: eventAt, data: { ...data, padding: '' } };
  const missing = bytes - encodeRecord(record).length;
  return missing <= 0 ? item : { ...item, data: { ...data, padding: '.'.repeat(missing) } };
}
