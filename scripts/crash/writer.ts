import { call } from '../program/raw-calls.ts';
import { RawClient } from '../program/raw-client.ts';

/** One record that the server has acknowledged, and where it said that it is. */
export interface Acknowledged {
  readonly key: string;
  readonly number: number;
  readonly shardId: string;
  readonly sequenceNumber: string;
}

export const STREAM = 'crash';
const RECORDS_PER_CALL = 25;

/** The data that belongs to a number of a key: another for each, and longer than a line. */
export const dataOf = (key: string, number: number): string =>
  Buffer.from(`${key}/${number}/`.padEnd(100 + (number % 900), String(number))).toString('base64');

/**
 * Puts records of one key in the order of their numbers until the server is gone, counting on where it
 * left off. What was sent and not answered may or may not be there, so its numbers are not used again.
 */
export async function writeUntilGone(
  port: number,
  key: string,
  first: number,
  acknowledged: Acknowledged[],
): Promise<number> {
  const client = new RawClient(port);
  let number = first;
  try {
    for (;;) {
      const numbers = Array.from({ length: RECORDS_PER_CALL }, () => number++);
      const { Records } = await call<{
        readonly Records: readonly { readonly ShardId: string; readonly SequenceNumber: string }[];
      }>(client, 'PutRecords', {
        StreamName: STREAM,
        Records: numbers.map((one) => ({ PartitionKey: key, Data: dataOf(key, one) })),
      });
      for (const [
        place,
        { ShardId: shardId, SequenceNumber: sequenceNumber },
      ] of Records.entries()) {
        acknowledged.push({ key, number: numbers[place] ?? 0, shardId, sequenceNumber });
      }
    }
  } catch {
    client.close();
    return number;
  }
}
