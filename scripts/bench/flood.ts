// A process of its own: puts payments as fast as they go and prints how many a second reached both
// consumers and S3, counted until the last was there. Fails unless the books balance. With `put` it counts
// until the last was put: the wait for the last poll and the last buffer comes in whole seconds, and would hide
// what costs a few percent. With `page` it also serves the live page, and says on stderr where.
import { chooseInput } from '#lab/traffic/choose-input.ts';
import { drain } from '#lab/drain.ts';
import { readSettings } from '#lab/settings.ts';
import { startLabDashboard } from '#lab/page/lab-dashboard.ts';
import { startLab } from '#lab/start-lab.ts';
import { silentLog } from '#runtime/log.ts';

const RECORDS = 150_000;

const settings = readSettings(['--rate', '1000000'], {});
const lab = await startLab({
  seed: 7,
  input: await chooseInput(settings, process.stdin),
  topology: { shards: 4, bufferSeconds: 1 },
  // The speed of the machine is in question, not AWS's.
  limits: 'off',
});
const dashboard = process.argv.includes('page')
  ? await startLabDashboard(lab, { port: 0, log: silentLog })
  : undefined;
if (dashboard) process.stderr.write(`${dashboard.url}\n`);
const startedAt = performance.now();
while (lab.status().put < RECORDS) await lab.clock.sleep(5);
const putPerSecond = (lab.status().put * 1_000) / (performance.now() - startedAt);
await lab.traffic?.stopProducing();
await drain({ lab, signal: new AbortController().signal, say: () => {} });
const seconds = (performance.now() - startedAt) / 1_000;

const { books } = await lab.report();
if (!books.balanced || books.s3.records < RECORDS) throw new Error(JSON.stringify(books));
const perSecond = process.argv.includes('put') ? putPerSecond : books.put / seconds;
process.stdout.write(String(Math.round(perSecond)));
await lab.stop();
process.exit(0);
