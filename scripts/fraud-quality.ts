// Prints how well the fraud detector finds what the payments input plants: a line a seed, then the
// median and the worst, then a line a kind. `--seeds 1..20 --rate 50 --minutes 10` are the defaults.
import { parseArgs } from 'node:util';
import { measureFraud, median, type MeasuredRun } from './measure-fraud.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1..20' },
    rate: { type: 'string', default: '50' },
    minutes: { type: 'string', default: '10' },
  },
});
const [first = 1, last = first] = values.seeds.split('..').map(Number);
const rate = Number(values.rate);
const minutes = Number(values.minutes);

console.log(
  '    seed  payments  planted  alerts  false  precision  recall  by record  found after',
);
const runs: MeasuredRun[] = [];
for (let seed = first; seed <= last; seed++) {
  const run = measureFraud({ seed, rate, minutes });
  runs.push(run);
  console.log(row(String(seed), run));
}

const precisions = runs.flatMap(({ precision }) => precision ?? []);
const recalls = runs.flatMap(({ recall }) => recall ?? []);
console.log(summary('median', median(precisions), median(recalls)));
console.log(summary('worst', Math.min(...precisions), Math.min(...recalls)));
const early = runs.reduce((sum, { falseInFirstMinute }) => sum + falseInFirstMinute, 0);
console.log(`false alerts in the first minute, all seeds together: ${early}`);
for (const kind of new Set(runs.flatMap(({ kinds }) => [...kinds.keys()]))) {
  const planted = runs.reduce((sum, { kinds }) => sum + (kinds.get(kind)?.planted ?? 0), 0);
  const found = runs.reduce((sum, { kinds }) => sum + (kinds.get(kind)?.found ?? 0), 0);
  console.log(`${kind.padEnd(20)} ${found} of ${planted} found`);
}

function row(name: string, run: MeasuredRun): string {
  return [
    name.padStart(8),
    String(run.payments).padStart(10),
    String(run.planted).padStart(9),
    String(run.alerts).padStart(8),
    String(run.falseAlerts).padStart(7),
    share(run.precision).padStart(11),
    share(run.recall).padStart(8),
    share(run.recordRecall).padStart(11),
    `${((run.medianDetectionMs ?? 0) / 1_000).toFixed(1)} s`.padStart(13),
  ].join('');
}

function summary(name: string, precision: number, recall: number): string {
  return `${name.padStart(8)}${''.padStart(34)}${share(precision).padStart(11)}${share(recall).padStart(8)}`;
}

function share(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
