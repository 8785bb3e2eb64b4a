// Prints one table of everything the lab promises in figures; with `kinesis` as its argument, of the
// embedded Kinesis beside other emulators. It never fails because of a figure: machines differ; it says
// which bars are met.
import { cpus } from 'node:os';
import type { Figure } from './figure.ts';
import { kinesis } from './kinesis/kinesis.ts';
import { page } from './page.ts';
import { pageHour } from './page-hour.ts';
import { push } from './push.ts';
import { startup } from './startup.ts';
import { steady } from './steady.ts';
import { throughput } from './throughput.ts';

// The SDK would print its warning about Node 20 into the table, here and in every process below.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

console.error(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);

/**
 * What is measured unless names are given; `page` and `page-hour` need a browser, `kinesis` fetches other
 * emulators.
 */
const USUAL = { startup, push, throughput, steady };
const ALL = { ...USUAL, page, 'page-hour': pageHour, kinesis };

const named = process.argv.slice(2);
const wanted = named.length === 0 ? Object.keys(USUAL) : named;

for (const [name, measure] of Object.entries(ALL)) {
  if (!wanted.includes(name)) continue;
  for await (const figure of figuresOf(measure())) console.log(row(figure));
}
process.exit(0);

/** Some are known one by one, others all at the end. */
async function* figuresOf(
  measured: Promise<readonly Figure[]> | AsyncGenerator<Figure>,
): AsyncGenerator<Figure> {
  yield* await measured;
}

function row({ what, measured, bar, isMet }: Figure): string {
  return `${isMet ? '✔' : '✖'} ${what.padEnd(64)} ${measured.padEnd(44)} ${bar}`;
}
