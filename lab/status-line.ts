import { formatDuration } from './duration.ts';
import type { LabStatus } from './status.ts';

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
  ].join('   ');
}

function bufferWords({ firehose, now }: LabStatus): string {
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

/** Cuts a line to the width of a terminal, so that refreshing it never scrolls. */
export const fit = (line: string, columns: number): string =>
  line.length <= columns ? line : `${line.slice(0, Math.max(0, columns - 1))}…`;
