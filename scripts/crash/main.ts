// npm run test:crash [-- --rounds N --seed N --report FILE]: kills the emulator while records are put, starts
// it again on the same folder, and reads everything back. Fails if anything that was acknowledged is not
// there as it was. The report counts rounds as Vitest's counts tests.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '#runtime/clock.ts';
import { seededRandom } from '#runtime/random.ts';
import { freePort, start, until, type Program } from '../program/child.ts';
import { freshStream } from '../program/raw-calls.ts';
import { RawClient } from '../program/raw-client.ts';
import { checkAll } from './check.ts';
import { STREAM, writeUntilGone, type Acknowledged } from './writer.ts';

const WRITERS = 6;
const SHARDS = 3;
const READY_WITHIN_MS = 2_000;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string', default: '7' },
    report: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const random = seededRandom(Number(values.seed));
const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-crash-'));
const acknowledged: Acknowledged[] = [];
const next = new Map<string, number>();
let wrong = 0;
let failedRounds = 0;
let slowestMs = 0;

let running = await startOn(folder);
await prepare(running.port);
for (let round = 1; round <= rounds; round++) {
  const before = acknowledged.length;
  await killWhileWriting(running.program, running.port);
  running = await startOn(folder);
  const { readyMs, port } = running;
  const { read, problems } = await checkAll(port, acknowledged);
  wrong += problems.length;
  if (problems.length > 0) failedRounds += 1;
  slowestMs = Math.max(slowestMs, readyMs);
  const slow = readyMs > READY_WITHIN_MS ? ', TOO SLOW' : '';
  console.log(
    `round ${round}: ${acknowledged.length - before} more acknowledged, then killed; ready in ${readyMs.toFixed(0)} ms${slow}; ${read} records, ${problems.length} wrong`,
  );
  for (const problem of problems.slice(0, 5)) console.log(`  ${problem}`);
}
running.program.child.kill('SIGKILL');
await running.program.exit;
rmSync(folder, { recursive: true });

console.log(
  `${rounds} rounds of kill -9: ${acknowledged.length} records acknowledged, ${wrong} lost, changed or out of order; ready again in ${slowestMs.toFixed(0)} ms at most`,
);
const counts = { numPassedTests: rounds - failedRounds, numFailedTests: failedRounds };
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(counts));
process.exit(wrong === 0 && acknowledged.length > 0 ? 0 : 1);

async function startOn(data: string): Promise<{ program: Program; port: number; readyMs: number }> {
  const freeOne = await freePort();
  const started = start([
    'bin/kinlab.js',
    'serve',
    '--limits=off',
    `--port=${freeOne}`,
    `--data=${data}`,
  ]);
  const readyMs = await until(started, async () =>
    (await isHealthy(freeOne)) ? performance.now() - started.startedAt : undefined,
  );
  return { program: started, port: freeOne, readyMs };
}

function isHealthy(ofPort: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${ofPort}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function prepare(onPort: number): Promise<void> {
  const client = new RawClient(onPort);
  await freshStream(client, STREAM, SHARDS);
  client.close();
}

async function killWhileWriting(victim: Program, onPort: number): Promise<void> {
  const writing = Array.from({ length: WRITERS }, async (_, writer) => {
    const key = `writer-${writer}`;
    next.set(key, await writeUntilGone(onPort, key, next.get(key) ?? 0, acknowledged));
  });
  await systemClock.sleep(random.int(100, 1_000));
  victim.child.kill('SIGKILL');
  await Promise.all([...writing, victim.exit]);
}
