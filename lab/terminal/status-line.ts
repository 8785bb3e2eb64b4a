import { formatDuration } from '../settings/duration.ts';
import type { LabStatus } from '../status.ts';

/** Between the parts of the line. */
const GAP = '   ';

/**
 * The one live line: what was put, how far each consumer is, how full the buffer is and when it falls
 * due. It must never look stuck: while nothing reaches S3 it says why and when that ends.
 */
export function statusLine(status: LabStatus): string {
  return [
    `${clockTime(status.elapsedMs)}  put ${count(status.put)}`,
    ...(status.failed > 0 ? [`failed ${count(status.failed)}`] : []),
    ...status.consumers.map(
      ({ name, received, behind, p99Ms }) =>
        `${name} ${count(received)} (${count(behind)} behind, p99 ${formatDuration(p99Ms)})`,
    ),
    bufferWords(status),
    `objects ${count(status.objects)}`,
  ].join(GAP);
}

function bufferWords({ firehose, isFirehoseHidden, now }: LabStatus): string {
  if (isFirehoseHidden === true) return 'buffer not shown by AWS';
  if (!firehose) return 'no delivery stream';
  const { buffered, sizeBytes, waiting } = firehose;
  const fill = `buffer ${mib(buffered.bytes)}/${mib(sizeBytes)} MiB`;
  if (waiting) {
    return `${fill}, S3 refuses since ${formatDuration(now - waiting.since)} (try ${waiting.attempts}: ${waiting.error})`;
  }
  if (buffered.dueAt === undefined) return `${fill}, opens with the next record`;
  return `${fill}, due in ${formatDuration(Math.max(0, buffered.dueAt - now))}`;
}

const clockTime = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
};

export const count = (value: number): string => value.toLocaleString('en-US');

export const mib = (bytes: number): string => (bytes / 1_048_576).toFixed(2);

/** `1 object`, `1,234 objects`. */
export const counted = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** The line in as many rows as a terminal of that width takes, broken between its parts. */
export function rowsOf(line: string, columns: number): readonly string[] {
  const rows: string[] = [];
  for (const part of line.split(GAP)) {
    const row = rows.at(-1);
    const longer = `${row}${GAP}${part}`;
    if (row !== undefined && longer.length <= columns) rows[rows.length - 1] = longer;
    else rows.push(fit(`  ${part}`, columns));
  }
  return rows;
}

/** Cuts what is longer than the terminal is wide, so that refreshing it never scrolls. */
const fit = (row: string, columns: number): string =>
  row.length <= columns ? row : `${row.slice(0, Math.max(0, columns - 1))}…`;
