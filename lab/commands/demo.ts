import { setMaxListeners } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { systemClock } from '#runtime/clock.ts';
import { EXIT, UsageError } from '#runtime/errors.ts';
import { createLog } from '#runtime/log.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { drain } from '../drain.ts';
import { chooseInput } from '../choose-input.ts';
import { alertLine, deliveryLine, headerLines } from '../demo-lines.ts';
import type { Report } from '../report.ts';
import { reportText } from '../report-text.ts';
import { Screen } from '../screen.ts';
import { randomSeed } from '../seed.ts';
import type { Settings } from '../settings.ts';
import { startLab, type Lab } from '../start-lab.ts';
import { statusLine } from '../status-line.ts';
import { brokenPromises } from '../verdict.ts';
import type { Run } from './command.ts';

/** At a snail's pace the last read of the stream takes longer than any usual grace period. */
const GRACE_LAB_MS = 10_000;

/** Each shard's readers listen to the one signal that ends them all; Node would take that for a leak. */
const LISTENERS_PER_SHARD = 4;
const LISTENERS_BESIDE = 10;

/** The whole lab, watched: until Ctrl-C, the end of the input or `--for`; then the report. */
export const demo: Run = async (settings, scope) => {
  if (settings.target !== 'embedded') {
    throw new UsageError([`the demo runs on the embedded target only, not on ${settings.target}`]);
  }
  scope.setGrace(GRACE_LAB_MS * Math.max(1, 1 / settings.speed));
  setMaxListeners(LISTENERS_PER_SHARD * settings.shards + LISTENERS_BESIDE);
  const screen = new Screen(scope.talk);
  const lab = await startLab({
    port: settings.port,
    clock: settings.speed === 1 ? 'system' : { speed: settings.speed },
    seed: settings.seed ?? randomSeed(),
    topology: {
      shards: settings.shards,
      bufferSeconds: settings.bufferSeconds,
      bufferMiB: settings.bufferMib,
    },
    input: await chooseInput(settings, scope.stdin),
    log: createLog({
      clock: systemClock,
      level: 'warn',
      write: (text) => screen.line(text.trimEnd()),
    }),
    onDelivery: (delivery) => screen.line(deliveryLine(delivery)),
    onAlert: nowAndThen((alert) => screen.line(alertLine(alert, settings))),
  });
  try {
    for (const line of headerLines(lab, settings)) screen.line(line);
    await watch(lab, screen, settings, scope.signal);
    const report = await lab.report();
    await publish(report, settings, scope);
    return brokenPromises(report).length > 0 ? EXIT.assertion : EXIT.ok;
  } finally {
    screen.clear();
    await lab.stop();
  }
};

/** Shows the lab live until it has ended and nothing is left to wait for. */
async function watch(
  lab: Lab,
  screen: Screen,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const live = showStatus(lab, screen, over.signal);
  await untilOver(lab, settings, signal);
  await lab.traffic?.stopProducing();
  await drain({ lab, signal, say: (text) => screen.line(text) });
  over.abort();
  await live;
  screen.clear();
}

async function untilOver(lab: Lab, settings: Settings, signal: AbortSignal): Promise<void> {
  const woken = new AbortController();
  const stop = AbortSignal.any([signal, woken.signal]);
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const timeIsUp = settings.for === undefined ? [] : [lab.clock.sleep(settings.for, stop)];
  await Promise.race([aborted, lab.traffic?.produced, ...timeIsUp]);
  woken.abort();
}

/** The line is for the eye, so it keeps real time whatever the lab's clock does. */
async function showStatus(lab: Lab, screen: Screen, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await systemClock.sleep(screen.statusEveryMs, signal);
    if (!signal.aborted) screen.status(statusLine(lab.status()));
  }
}

const ALERT_EVERY_MS = 5_000;

/** Of many, shows one every few seconds. */
function nowAndThen<T>(show: (item: T) => void): (item: T) => void {
  let quietUntil = 0;
  return (item) => {
    const now = systemClock.now();
    if (now < quietUntil) return;
    quietUntil = now + ALERT_EVERY_MS;
    show(item);
  };
}

async function publish(report: Report, settings: Settings, { out }: ProgramScope): Promise<void> {
  const asJson = `${JSON.stringify(report, undefined, 2)}\n`;
  if (settings.report !== undefined) await writeFile(settings.report, asJson);
  out.write(settings.output === 'json' ? asJson : reportText(report));
}
