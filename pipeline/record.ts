import { z } from 'zod';

/**
 * The record that travels: what the input gave (`data`), and around it what is needed to follow it
 * through the system. On the stream it is one JSON object without a line end, as Firehose will
 * concatenate it.
 */
export interface LabRecord {
  /** `RUN-NUMBER`: which run of a producer made it, and its place in that run, from 0. */
  readonly id: string;
  /** The partition key. */
  readonly key: string;
  /** When what it tells of happened, in epoch ms on the lab's clock. */
  readonly eventAt: number;
  /** When the producer made it, in epoch ms on the lab's clock. */
  readonly producedAt: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const schema = z.object({
  id: z.string().min(1),
  key: z.string(),
  eventAt: z.number(),
  producedAt: z.number(),
  data: z.record(z.string(), z.unknown()),
});

/** The bytes on the stream are not one of our records. */
export class NotALabRecord extends Error {}

export const encodeRecord = (record: LabRecord): Uint8Array => Buffer.from(JSON.stringify(record));

/** Throws NotALabRecord. */
export function decodeRecord(bytes: Uint8Array): LabRecord {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new NotALabRecord(`not a record of the lab: ${text.slice(0, 80)}`, { cause: error });
  }
}
