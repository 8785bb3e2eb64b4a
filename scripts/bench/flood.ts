// A process of its own: puts payments as fast as they go and prints how many a second reached both
// consumers and S3, counted until the last was there. Fails unless the books balance.
import { chooseInput } from '#lab/traffic/choose-input.ts';
import { drain } from '#lab/drain.ts';
import { readSettings } from '#lab/settings/settings.ts';
import { startLab } from '#lab/start-lab.ts';

const RECORDS = 150_000;

const settings = readSettings(['--rate', '1000000'], {});
const lab = await startLab({
  seed: 7,
  input: await chooseInput(settings, process.stdin),
  topology: { shards: 4, bufferSeconds: 1 },
  // The speed of the machine is in question, not AWS's.
  limits: 'off',
});
const startedAt = performance.now();
while (lab.status().put < RECORDS) await lab.clock.sleep(5);
await lab.traffic?.stopProducing();
await drain({ lab, signal: new AbortController().signal, say: () => {} });
const seconds = (performance.now() - startedAt) / 1_000;

const { books } = await lab.report();
if (!books.balanced || books.s3.records < RECORDS) throw new Error(JSON.stringify(books));
process.stdout.write(String(Math.round(books.put / seconds)));
await lab.stop();
process.exit(0);
