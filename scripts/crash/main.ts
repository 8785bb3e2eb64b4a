// npm run test:crash [-- ROUNDS]: kills the emulator while records are put, starts it again on the same
// folder, and reads everything back. Fails if anything that was acknowledged is not there as it was.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '#runtime/clock.ts';
import { seededRandom } from '#runtime/random.ts';
import { freePort, start, until, type Program } from '../bench/child.ts';
import { freshStream } from '../bench/kinesis/jobs.ts';
import { RawClient } from '../bench/kinesis/raw-client.ts';
import { checkAll } from './check.ts';
import { STREAM, writeUntilGone, type Acknowledged } from './writer.ts';

const DEFAULT_ROUNDS = 10;
const WRITERS = 6;
const SHARDS = 3;
const READY_WITHIN_MS = 2_000;

const rounds = Number(process.argv[2] ?? DEFAULT_ROUNDS);
const random = seededRandom(Number(process.argv[3] ?? 7));
const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-crash-'));
const acknowledged: Acknowledged[] = [];
const next = new Map<string, number>();
let failures = 0;
let slowestMs = 0;

for (let round = 1; round <= rounds; round++) {
  const { program, port, readyMs } = await startOn(folder);
  if (round === 1) await prepare(port);
  const before = await checkAll(port, acknowledged);
  const stillThere = acknowledged.length;
  await killWhileWriting(program, port);
  const slow = readyMs > READY_WITHIN_MS ? ', TOO SLOW' : '';
  failures += before.problems.length;
  slowestMs = Math.max(slowestMs, readyMs);
  console.log(
    `round ${round}: ready in ${readyMs.toFixed(0)} ms${slow}; ${before.read} records, of ${stillThere} acknowledged ${before.problems.length} wrong; ${acknowledged.length - stillThere} more acknowledged, then killed`,
  );
  for (const problem of before.problems.slice(0, 5)) console.log(`  ${problem}`);
}

const { program, port } = await startOn(folder);
const { read, problems } = await checkAll(port, acknowledged);
program.child.kill('SIGKILL');
await program.exit;
rmSync(folder, { recursive: true });
failures += problems.length;
console.log(
  `${rounds} rounds of kill -9: ${acknowledged.length} records acknowledged, ${read} read, ${failures} lost, changed or out of order; ready again in ${slowestMs.toFixed(0)} ms at most`,
);
process.exit(failures === 0 && acknowledged.length > 0 ? 0 : 1);

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
