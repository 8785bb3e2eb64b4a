import type { Delivery } from '#emulator/index.ts';
import type { Alert } from '#consumers/fraud/detector.ts';
import { DEFAULT_RATE } from '../traffic/choose-input.ts';
import type { Settings } from '../settings/settings.ts';
import type { Lab } from '../start-lab.ts';
import { counted, mib } from './status-line.ts';

/** What a newcomer must know before the first record moves: where, what and by which rules. */
export function headerLines(
  lab: Lab,
  settings: Settings,
  dashboardUrl?: string,
): readonly string[] {
  const { topology, speed, seed } = lab;
  const { monitoring, fraud } = topology.consumers;
  return [
    '',
    `Kinesis Lab · target: embedded (${keptIn(settings)}, not AWS)${speed === 1 ? '' : ` · ${speed} times the speed`} · seed ${seed}`,
    '',
    `  AWS endpoint   ${lab.endpoint}     eval "$(npx kinlab env --port ${new URL(lab.endpoint).port})"`,
    ...(dashboardUrl === undefined ? [] : [`  Live page      ${dashboardUrl}`]),
    `  Stream         ${topology.stream} · ${topology.shards} shards · input ${settings.input === '-' ? 'stdin' : settings.input}, ${pace(settings)}`,
    `  Consumers      ${monitoring} monitoring (polling, once a second) · ${fraud} fraud detection (enhanced fan-out)`,
    `  Firehose       ${topology.deliveryStream} → s3://${topology.bucket}/   ${topology.bufferMiB} MiB or ${topology.bufferSeconds} s, whichever is first`,
    '',
    `  Nothing reaches S3 before its buffer is full or ${topology.bufferSeconds} s old. ${ending(settings)}`,
    '',
  ];
}

const keptIn = ({ data }: Settings): string => (data === undefined ? 'in memory' : `in ${data}`);

const isFile = ({ input }: Settings): boolean =>
  !['payments', 'earthquakes', 'flights'].includes(input);

function pace(settings: Settings): string {
  if (settings.rate === undefined && isFile(settings)) return 'as fast as it comes';
  return `${settings.rate ?? DEFAULT_RATE} records/s`;
}

function ending(settings: Settings): string {
  if (settings.for !== undefined) return 'The report comes at the end.';
  return isFile(settings)
    ? 'The report comes when the input has ended; Ctrl-C for it before.'
    : 'Ctrl-C for the report.';
}

/** One object in S3: which trigger, and how much. */
export const deliveryLine = ({ bucket, key, records, bytes, trigger }: Delivery): string =>
  `  ✔ s3://${bucket}/${key}   ${counted(records, 'record')} · ${mib(bytes)} MiB · by ${trigger}`;

/** Only payments can be frauds; a key of another input is unlike itself. */
export const alertLine = ({ key, reason }: Alert, { input }: Settings): string =>
  `  ⚠ ${input === 'payments' ? 'fraud?' : 'unusual:'} ${key}: ${reason}`;
