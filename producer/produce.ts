import { encodeRecord, type LabRecord } from '#pipeline/record.ts';
import type { Clock } from '#runtime/clock.ts';
import { Outstanding } from './client/outstanding.ts';
import { SendError } from './client/send-error.ts';
import type { Producer, Receipt } from './client/types.ts';
import { problemOf } from './client/wire-record.ts';
import type { Input, InputItem, RefusedLine } from './inputs/input.ts';

export interface ProduceOptions {
  readonly input: Input;
  /** Stays open: whoever made it closes it. */
  readonly producer: Producer<LabRecord>;
  readonly clock: Clock;
  /** Begins the id of every record. */
  readonly runId: string;
  readonly signal: AbortSignal;
  /** The item in this place of the input, from 1, became this record. */
  readonly onAccepted?: (record: LabRecord, place: number) => void;
  /** The record is on the stream; `truth` is what the input knows and the stream must not carry. */
  readonly onPut?: (record: LabRecord, receipt: Receipt, truth: string | undefined) => void;
  /** The record was accepted, and given up by the producer. */
  readonly onFailed?: (record: LabRecord, error: SendError<LabRecord>) => void;
  /** Something in the input became no record. */
  readonly onRefused?: (line: RefusedLine['refused']) => void;
}

export interface Produced {
  readonly put: number;
  readonly failed: number;
  readonly refused: number;
}

/**
 * Puts what an input yields on the stream, at the input's pace and only as fast as there is room.
 * Ends when the input ends or the signal aborts, once the fate of every accepted record is known.
 */
export async function produce(options: ProduceOptions): Promise<Produced> {
  const { input, producer, signal } = options;
  const count = { read: 0, accepted: 0, put: 0, failed: 0, refused: 0 };
  const outstanding = new Outstanding();

  const refuse = (line: RefusedLine['refused']): void => {
    count.refused += 1;
    options.onRefused?.(line);
  };

  for await (const item of input.items(signal)) {
    count.read += 1;
    if ('refused' in item) {
      refuse(item.refused);
      continue;
    }
    await producer.room({ signal });
    outstanding.check();
    if (signal.aborted) break;
    const record = recordOf(item, count.accepted, options);
    // Before it gets its number, so that the numbers on the stream have no gaps.
    const problem = problemOf({ bytes: encodeRecord(record), partitionKey: record.key });
    if (problem !== undefined) {
      refuse({ line: count.read, reason: problem.message });
      continue;
    }
    count.accepted += 1;
    options.onAccepted?.(record, count.read);
    outstanding.add(send(record, item.truth, options, count));
  }
  await producer.flush();
  await outstanding.none();
  return { put: count.put, failed: count.failed, refused: count.refused };
}

const recordOf = (
  { key, eventAt, data }: InputItem,
  sequence: number,
  { runId, clock }: ProduceOptions,
): LabRecord => ({ id: `${runId}-${sequence}`, key, eventAt, producedAt: clock.now(), data });

async function send(
  record: LabRecord,
  truth: string | undefined,
  { producer, onPut, onFailed }: ProduceOptions,
  count: { put: number; failed: number },
): Promise<void> {
  let receipt: Receipt;
  try {
    receipt = await producer.send({ data: record, partitionKey: record.key });
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    count.failed += 1;
    onFailed?.(record, error as SendError<LabRecord>);
    return;
  }
  count.put += 1;
  onPut?.(record, receipt, truth);
}
