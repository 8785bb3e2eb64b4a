// A process of its own: puts payments as fast as they go, and looks again and again at how many a second were
// put, and at the CPU time that all its threads took for a thousand of them: without the live page, with the
// page served while nobody looks (`closed`), with somebody who reads what a page is sent (`told`), and with
// a browser that draws it (`open`). Where the page is, is said on stderr; reader and browser are waited
// for, and waited for to leave. All in one process, because two processes that do the same differ by more
// than a page costs; and there and back again, because a process grows slower or faster as it goes.
import { startLabDashboard } from '#lab/page/lab-dashboard.ts';
import { startLab } from '#lab/start-lab.ts';
import { paymentsInput } from '#producer/inputs/payments/payments.ts';
import { systemClock } from '#runtime/clock.ts';
import { silentLog } from '#runtime/log.ts';

const ROUNDS = Number(process.argv[2]);
const WARM_UP_MS = 5_000;
/** What has just begun, the bundling of the page included, is over by then. */
const SETTLE_MS = 1_200;
const WATCHED_MS = 4_000;
const LOOK_EVERY_MS = 20;

const lab = await startLab({
  seed: 7,
  input: ({ clock, random }) => paymentsInput({ clock, random, rate: 1_000_000 }),
  topology: { shards: 4, bufferSeconds: 1 },
  // The speed of the machine is in question, not AWS's.
  limits: 'off',
});
await systemClock.sleep(WARM_UP_MS);
for (let round = 0; round < ROUNDS; round++) {
  await watch('none');
  const dashboard = await startLabDashboard(lab, { port: 0, log: silentLog });
  const until = async (clients: number): Promise<void> => {
    while (dashboard.clients() !== clients) await systemClock.sleep(LOOK_EVERY_MS);
  };
  await watch('closed');
  process.stderr.write(`${dashboard.url}\n`);
  for (const how of ['told', 'open', 'told'] as const) {
    await until(1);
    await watch(how);
    await until(0);
  }
  await watch('closed');
  await dashboard.close();
  await watch('none');
}
process.exit(0);

type How = 'none' | 'closed' | 'told' | 'open';

async function watch(how: How): Promise<void> {
  await systemClock.sleep(SETTLE_MS);
  const before = reading();
  await systemClock.sleep(WATCHED_MS);
  const after = reading();
  const thousands = (after.put - before.put) / 1_000;
  const perSecond = (thousands * 1_000_000) / (after.at - before.at);
  const cpuMsPerThousand = (after.cpuMs - before.cpuMs) / thousands;
  process.stdout.write(`${JSON.stringify({ how, perSecond, cpuMsPerThousand })}\n`);
}

function reading() {
  const { user, system } = process.cpuUsage();
  return { put: lab.status().put, at: performance.now(), cpuMs: (user + system) / 1_000 };
}
