import { formatDuration } from '#lab/settings/duration.ts';
import type { PictureData } from './run-for-picture.ts';

const WIDTH = 960;
const HEIGHT = 480;
/** The chart's corner, and pixels per second of each axis. */
const CHART = { left: 70, bottom: 440, top: 262, seconds: 245 };
const PER_SECOND_X = (WIDTH - 40 - CHART.left) / CHART.seconds;
const PER_SECOND_Y = (CHART.bottom - CHART.top) / 65;
/** Every record would be a blur; one in so many shows the shape. */
const DRAW_EVERY = 12;

const STYLE = `
  text { font: 14px system-ui, sans-serif; fill: #1f2328; }
  .small { font-size: 12px; fill: #57606a; }
  .head { font-weight: 600; }
  .box { fill: #f6f8fa; stroke: #8c959f; }
  .wire { stroke: #8c959f; fill: none; }
  .dot { fill: #0969da; opacity: 0.55; }
  .landed { stroke: #bc4c00; stroke-dasharray: 3 3; }
  .landed-text { fill: #bc4c00; font-size: 12px; }
  .axis { stroke: #8c959f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small { fill: #9198a1; }
    .box { fill: #161b22; stroke: #656c76; } .wire, .axis { stroke: #656c76; }
    .dot { fill: #58a6ff; } .landed { stroke: #f0883e; } .landed-text { fill: #f0883e; }
  }`;

/** The way of the records with what was measured on it, and below how long each waited for S3. */
export function drawLab(data: PictureData): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    '<title>Records on their way through the lab, and how long each waited until it was in S3</title>',
    `<style>${STYLE}</style>`,
    ...way(data),
    ...chart(data),
    '</svg>',
    '',
  ].join('\n');
}

function way({ report }: PictureData): string[] {
  const { books, latencyMs, deliveries } = report;
  const records = (value: number): string => `${value.toLocaleString('en-US')} records`;
  const typical = (ms: number): string => `median ${formatDuration(ms)} after the put`;
  return [
    box(30, 85, 'Producer', [records(books.put), `${books.failed} given up`]),
    arrow(190, 120, 230, 120),
    box(230, 85, 'Kinesis stream', ['2 shards', 'by MD5 of the key']),
    arrow(390, 105, 450, 50),
    arrow(390, 120, 450, 120),
    arrow(390, 135, 450, 190),
    wideBox(450, 15, 'consumer-1 · polling', [
      records(books.consumers['consumer-1']?.received ?? 0),
      typical(latencyMs.putToConsumer1.p50),
    ]),
    wideBox(450, 85, 'consumer-2 · fan-out', [
      records(books.consumers['consumer-2']?.received ?? 0),
      typical(latencyMs.putToConsumer2.p50),
    ]),
    wideBox(450, 155, 'Firehose', ['1 MiB or 60 s,', 'whichever is first']),
    arrow(690, 190, 740, 190),
    box(740, 155, 'S3', [`${deliveries.length} objects`, records(books.s3.records)], 190),
  ];
}

const box = (x: number, y: number, head: string, lines: readonly string[], width = 160): string =>
  [
    `<rect class="box" x="${x}" y="${y}" width="${width}" height="66" rx="8"/>`,
    `<text class="head" x="${x + 12}" y="${y + 22}">${head}</text>`,
    ...lines.map(
      (line, at) => `<text class="small" x="${x + 12}" y="${y + 40 + at * 16}">${line}</text>`,
    ),
  ].join('');

const wideBox = (x: number, y: number, head: string, lines: readonly string[]): string =>
  box(x, y, head, lines, 240);

const arrow = (x1: number, y1: number, x2: number, y2: number): string => {
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  return (
    `<path class="wire" d="M${x1} ${y1}L${x2} ${y2}"/>` +
    `<path class="wire" d="M-7 -4L0 0L-7 4" transform="translate(${x2} ${y2}) rotate(${angle.toFixed(1)})"/>`
  );
};

function chart({ points, landed }: PictureData): string[] {
  const { left, bottom, top, seconds } = CHART;
  const x = (at: number): string => (left + at * PER_SECOND_X).toFixed(1);
  const y = (waited: number): string => (bottom - waited * PER_SECOND_Y).toFixed(1);
  const sample = [...points]
    .sort((a, b) => a.madeAt - b.madeAt)
    .filter((_, at) => at % DRAW_EVERY === 0);
  return [
    `<text class="small" x="${left}" y="${top - 20}">seconds until a record is in S3, by the second it was made in</text>`,
    `<path class="axis" fill="none" d="M${left} ${top}V${bottom}H${x(seconds)}"/>`,
    ...[0, 30, 60].map(
      (at) =>
        `<text class="small" x="${left - 10}" y="${Number(y(at)) + 4}" text-anchor="end">${at}</text>`,
    ),
    ...[0, 60, 120, 180, 240].map(
      (at) =>
        `<text class="small" x="${x(at)}" y="${bottom + 18}" text-anchor="middle">${at} s</text>`,
    ),
    ...landed.map(
      (at) =>
        `<path class="landed" d="M${x(at)} ${top}V${bottom}"/>` +
        `<text class="landed-text" x="${x(at)}" y="${top - 2}" text-anchor="middle">object</text>`,
    ),
    ...sample.map(
      ({ madeAt, waited }) => `<circle class="dot" cx="${x(madeAt)}" cy="${y(waited)}" r="1.6"/>`,
    ),
  ];
}
