import { gunzipSync } from 'node:zlib';
import { printable } from '../terminal/printable.ts';

/** A record as it was read from a shard. */
export interface TailedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  /** Epoch ms. */
  readonly arrivedAt: number;
  readonly data: Uint8Array;
}

/** One line for people: when, which shard, which key, what. */
export function tailLine(record: TailedRecord): string {
  const time = new Date(record.arrivedAt).toISOString().slice(11);
  const shard = `s${Number(record.shardId.replace(/^\D*/, ''))}`;
  const { text, note } = shownData(record.data);
  const shown = note === undefined ? printable(text) : `${note} ${printable(text)}`;
  return `${time}  ${shard}  ${printable(record.partitionKey)}  ${shown}`;
}

/** One line for programs. Data that is no text stays in base64, under another name. */
export function tailJson({ data, arrivedAt, ...record }: TailedRecord): string {
  const text = textOf(data);
  return JSON.stringify({
    ...record,
    arrivedAt: new Date(arrivedAt).toISOString(),
    ...(text === undefined ? { dataBase64: Buffer.from(data).toString('base64') } : { data: text }),
  });
}

/** More of a record than this is cut off: a line is for the eye. */
const MAX_SHOWN_CHARACTERS = 2_000;
const MAX_SHOWN_BYTES = 64;
/** A record is 10 MiB at the most, but gzip knows how to say a gigabyte in one. */
const MAX_UNPACKED_BYTES = 1_024 * 1_024;

function shownData(data: Uint8Array): { readonly text: string; readonly note?: string } {
  const text = textOf(data);
  if (text !== undefined) return { text: shortened(text) };
  const unpacked = data[0] === 0x1f && data[1] === 0x8b ? unpackedText(data) : undefined;
  if (unpacked !== undefined) return { text: shortened(unpacked), note: '[gzip]' };
  const hex = Buffer.from(data.subarray(0, MAX_SHOWN_BYTES)).toString('hex');
  return { text: data.length > MAX_SHOWN_BYTES ? `${hex}…` : hex, note: `[${data.length} bytes]` };
}

function unpackedText(data: Uint8Array): string | undefined {
  try {
    return textOf(gunzipSync(data, { maxOutputLength: MAX_UNPACKED_BYTES }));
  } catch {
    return undefined;
  }
}

function textOf(data: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return undefined;
  }
}

const shortened = (text: string): string =>
  text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
