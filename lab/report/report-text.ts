import { formatDuration } from '../settings/duration.ts';
import type { DocumentedLatency, Report, ReportedDelivery } from './report.ts';
import { count, counted, mib } from '../terminal/status-line.ts';
import { brokenPromises } from './verdict.ts';

/** The report as a person reads it, ending in one line that says whether the books balance. */
export function reportText(report: Report): string {
  return [
    '',
    title(report),
    '',
    ...booksLines(report),
    '',
    ...latencyLines(report),
    '',
    ...deliveryLines(report),
    ...fraudLines(report),
    ...refusalLines(report),
    ...verdict(report),
    '',
  ].join('\n');
}

function title({ target, speed, seconds, seed, input }: Report): string {
  const time = formatDuration(seconds * 1_000);
  const pace =
    speed === 1 ? '' : speed === 0 ? ' on a virtual clock' : ` at ${speed} times the speed`;
  return `Report · target ${target} · ${input.name} · ${time}${pace} · seed ${seed}`;
}

function booksLines({ books }: Report): string[] {
  const { put, foreign, consumers, firehose, s3 } = books;
  const rows = [
    ['books', 'records', 'duplicates', 'missing', 'out of order'],
    ['put on the stream', count(put), '', '', ''],
    ...Object.entries(consumers).map(([name, tally]) => [
      name,
      count(tally.received),
      count(tally.duplicates),
      count(tally.missing),
      count(tally.outOfOrder),
    ]),
    [
      `S3, ${counted(s3.objects, 'object')}, ${mib(s3.bytes)} MiB`,
      count(s3.records),
      count(s3.duplicates),
      count(s3.missing),
      count(s3.outOfOrder),
    ],
  ];
  const { received, delivered, buffered } = firehose;
  return [
    ...table(rows),
    `  Firehose: ${count(delivered)} delivered + ${count(buffered)} buffered + ${count(firehose.failed)} failed = ${count(received)} received`,
    ...(foreign > 0 ? [`  ${count(foreign)} of the records seen were put by somebody else`] : []),
  ];
}

function latencyLines({ latencyMs }: Report): string[] {
  const rows = Object.values(latencyMs).map((latency: DocumentedLatency) => [
    latency.hop,
    count(latency.count),
    ...[latency.mean, latency.p50, latency.p95, latency.p99, latency.max].map((ms) =>
      latency.count === 0 ? '–' : formatDuration(ms),
    ),
  ]);
  const figures = table([['latency', 'n', 'mean', 'p50', 'p95', 'p99', 'max'], ...rows]);
  const documented = Object.values(latencyMs).map(
    ({ awsDocuments }) => `      AWS: ${awsDocuments}`,
  );
  const head = figures.slice(0, 1);
  return [...head, ...figures.slice(1).flatMap((line, at) => [line, documented[at] ?? ''])];
}

/** Objects listed one by one; of more, the newest. */
const MAX_LISTED = 10;

function deliveryLines({ deliveries, books }: Report): string[] {
  const untold = books.s3.objects > 0;
  if (deliveries.length === 0 && untold) {
    return [
      `  ${count(books.s3.objects)} objects; this Firehose does not tell what triggered each.`,
      '',
    ];
  }
  if (deliveries.length === 0) return ['  No object has been delivered to S3.', ''];
  const listed = deliveries.slice(-MAX_LISTED).map((delivery) => {
    const after = howDelivered(delivery);
    return `  ${delivery.key}  ${counted(delivery.records, 'record')}  ${mib(delivery.bytes)} MiB  ${after}`;
  });
  const before = deliveries.length - listed.length;
  return [...(before > 0 ? [`  … ${counted(before, 'object')} before these`] : []), ...listed, ''];
}

function howDelivered({ trigger, dueAt, deliveredAt }: ReportedDelivery): string {
  if (trigger === 'size') return 'by size';
  if (dueAt === null) return `at ${deliveredAt}`;
  return `by interval, ${Date.parse(deliveredAt) - Date.parse(dueAt)} ms after it was due`;
}

function fraudLines({ fraud }: Report): string[] {
  if (fraud.planted === 0) {
    return fraud.alerts === 0 ? [] : [`  consumer-2 raised ${counted(fraud.alerts, 'alert')}.`, ''];
  }
  const share = (value: number | null): string =>
    value === null ? 'not defined' : `${(value * 100).toFixed(1)} %`;
  const delay = fraud.medianDetectionMs;
  return [
    `  Fraud: ${count(fraud.planted)} planted, ${counted(fraud.alerts, 'alert')}, precision ${share(fraud.precision)}, recall ${share(fraud.recall)}` +
      (delay === null ? '' : `, found after ${formatDuration(delay)} (median)`),
    '',
  ];
}

function refusalLines({ input }: Report): string[] {
  if (input.refused === 0) return [];
  const quoted = input.refusals.map(({ line, reason }) => `    line ${line}: ${reason}`);
  const more = input.refused - quoted.length;
  return [
    `  ${counted(input.refused, 'line')} of the input refused:`,
    ...quoted,
    ...(more > 0 ? [`    … and ${count(more)} more`] : []),
    '',
  ];
}

function verdict(report: Report): readonly string[] {
  const broken = brokenPromises(report);
  if (broken.length > 0) return broken.map((promise) => `✖ ${promise}`);
  return ['✔ The books balance: every record is accounted for, in order.'];
}

/** Left column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
