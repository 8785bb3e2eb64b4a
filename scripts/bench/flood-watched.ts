// A process of its own: puts payments as fast as they go, and looks again and again at how many a second were
// put, and at the CPU time that all its threads took for a thousand of them: without the live page, with the
// page served while nobody looks (`closed`), with somebody who reads what a page is sent (`told`), and with
// a browser that draws it (`open`). Who is to come, and where to, is said on stderr; they are waited for,
// and waited for to leave. All in one process, because two processes that do the same differ by more than
// a page costs; and every second round the other way about, because a process grows slower or faster as
// it goes.
import { startLabDashboard } from '#lab/page/lab-dashboard.ts';
import { startLab } from '#lab/start-lab.ts';
import { paymentsInput } from '#producer/inputs/payments/payments.ts';
import { systemClock } from '#runtime/clock.ts';
import { silentLog } from '#runtime/log.ts';

const ROUNDS = Number(process.argv[2]);
const WAYS = ['none', 'closed', 'told', 'open'] as const;
const WARM_UP_MS = 5_000;
/** What has just begun, the drawing of a new page included, is over by then. */
const SETTLE_MS = 1_500;
const WATCHED_MS = 5_000;
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
  for (const how of round % 2 === 0 ? WAYS : [...WAYS].reverse()) {
    if (how === 'none') await watch(how);
    else await watchServed(how);
  }
}
process.exit(0);

type How = (typeof WAYS)[number];

async function watchServed(how: How): Promise<void> {
  const dashboard = await startLabDashboard(lab, { port: 0, log: silentLog });
  const until = async (clients: number): Promise<void> => {
    while (dashboard.clients() !== clients) await systemClock.sleep(LOOK_EVERY_MS);
  };
  if (how !== 'closed') {
    process.stderr.write(`${how} ${dashboard.url}\n`);
    await until(1);
  }
  await watch(how);
  await until(0);
  await dashboard.close();
}

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
