import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Alert } from '#consumers/fraud/detector.ts';
import { systemClock } from '#runtime/clock.ts';
import { EXIT, UsageError } from '#runtime/errors.ts';
import type { Dashboard } from '#dashboard/server.ts';
import { createLog } from '#runtime/log.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { aborted } from '#runtime/signals.ts';
import type { openLabOnAws } from '../aws/open-lab-on-aws.ts';
import { drain } from '../drain.ts';
import { chooseInput } from '../traffic/choose-input.ts';
import { alertLine, deliveryLine, headerLines } from '../terminal/demo-lines.ts';
import { nextLesson, nextLine } from '../report/next-lesson.ts';
import type { Report } from '../report/report.ts';
import { reportText } from '../report/report-text.ts';
import { Screen } from '../terminal/screen.ts';
import { dataChoice } from '../open-data.ts';
import { pageUrl } from '../page/page-url.ts';
import { randomSeed } from '../seed.ts';
import type { Settings } from '../settings/settings.ts';
import { startLab, type Lab, type LabOptions } from '../start-lab.ts';
import { statusLine } from '../terminal/status-line.ts';
import { keptInstead } from '../kept-topology.ts';
import { labTls } from '../tls.ts';
import { topologyFrom } from '../topology-from.ts';
import { brokenPromises } from '../report/verdict.ts';
import type { WatchedLab } from '../watched-lab.ts';
import type { Run } from './command.ts';

/** At a snail's pace the last read of the stream takes longer than any usual grace period. */
const GRACE_LAB_MS = 10_000;

/** The report opens every object that was not opened yet, over the network. */
const GRACE_ON_AWS_MS = 60_000;

const graceMs = ({ target, speed }: Settings): number =>
  target === 'aws' ? GRACE_ON_AWS_MS : GRACE_LAB_MS * Math.max(1, 1 / speed);

/** The whole lab, watched: until Ctrl-C, the end of the input or `--for`; then the report. */
export const demo: Run = async (settings, scope) => {
  if (settings.target === 'localstack') {
    throw new UsageError(['the demo runs on the targets embedded and aws, not on localstack']);
  }
  if (settings.noDashboard && settings.lesson !== undefined) {
    throw new UsageError(['--lesson: lessons are on the live page, and --no-dashboard is without']);
  }
  scope.setGrace(graceMs(settings));
  const screen = new Screen(scope.talk);
  const log = createLog({
    clock: systemClock,
    level: 'warn',
    write: (text) => screen.line(text.trimEnd()),
  });
  const parts = {
    seed: settings.seed ?? randomSeed(),
    input: await chooseInput(settings, scope.stdin),
    log,
    onAlert: nowAndThen((alert: Alert) => screen.line(alertLine(alert, settings))),
  };
  const lab =
    settings.target === 'aws'
      ? await openOnAws(settings, scope, {
          ...parts,
          clock: systemClock,
          say: (line) => screen.line(line),
        })
      : await openEmbedded(settings, screen, parts);
  try {
    await watch(lab, screen, settings, scope.signal);
    const report = await lab.report();
    await publish(report, settings, scope);
    return brokenPromises(report).length > 0 ? EXIT.assertion : EXIT.ok;
  } finally {
    screen.clear();
    await lab.stop();
  }
};

type Parts = Required<Pick<LabOptions, 'seed' | 'input' | 'log' | 'onAlert'>>;

async function openEmbedded(settings: Settings, screen: Screen, parts: Parts): Promise<WatchedLab> {
  const tls = labTls(settings.tls, '127.0.0.1');
  const wanted = topologyFrom(settings);
  const lab = await startLab({
    ...parts,
    port: settings.port,
    tls: tls.certificate,
    clock: settings.noDashboard && settings.speed === 1 ? 'system' : { speed: settings.speed },
    topology: wanted,
    limits: settings.limits,
    delays: settings.delays,
    data: dataChoice(settings),
    memoryBytes: settings.memory,
    onDelivery: (delivery) => screen.line(deliveryLine(delivery)),
  });
  const dashboard = settings.noDashboard ? undefined : await openDashboard(lab, settings, parts);
  for (const line of headerLines(lab, settings, dashboard && pageUrl(dashboard, settings)))
    screen.line(line);
  const kept = keptInstead(wanted, lab.topology);
  if (kept !== undefined) screen.line(`  ${kept}\n`);
  for (const line of await tls.publish(lab.endpoint)) screen.line(`  ${line}`);
  return {
    ...lab,
    hurry: () => hurry(lab),
    drain: (scope) => drain({ ...scope, lab }),
    stop: async () => {
      await dashboard?.close();
      await lab.stop();
      await tls.close();
    },
  };
}

/** Loaded only now, when the endpoint answers already. */
async function openDashboard(lab: Lab, settings: Settings, { log }: Parts): Promise<Dashboard> {
  const { startLabDashboard } = await import('../page/lab-dashboard.ts');
  return startLabDashboard(lab, { port: settings.dashboardPort, log });
}

/** Whoever paused time or slowed it down is not to be waited for any more. */
function hurry({ steering, speed }: Lab): void {
  if (!steering) return;
  steering.resume();
  if (steering.pace().speed < speed) steering.setSpeed(speed);
}

/** Loaded for this target alone: the others do without the services of an account. */
async function openOnAws(...[settings, scope, parts]: OnAws): Promise<WatchedLab> {
  const { openLabOnAws } = await import('../aws/open-lab-on-aws.ts');
  const lab = await openLabOnAws(settings, scope, parts);
  if (settings.noDashboard || !lab.page) return lab;
  const { servePage } = await import('../page/serve-page.ts');
  const place = { port: settings.dashboardPort, log: parts.log };
  const dashboard = await servePage(lab.page, place).catch(async (error: unknown) => {
    await lab.stop();
    throw error;
  });
  parts.say(`  Live page      ${pageUrl(dashboard, settings)}`);
  return {
    ...lab,
    stop: async () => {
      await dashboard.close();
      await lab.stop();
    },
  };
}

type OnAws = Parameters<typeof openLabOnAws>;

/** Shows the lab live until it has ended and nothing is left to wait for. */
async function watch(
  lab: WatchedLab,
  screen: Screen,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const live = showStatus(lab, screen, over.signal);
  await untilOver(lab, settings, signal);
  lab.hurry?.();
  await lab.traffic?.stopProducing();
  await lab.drain({ signal, say: (text) => screen.line(text) });
  over.abort();
  await live;
  screen.clear();
}

async function untilOver(lab: WatchedLab, settings: Settings, signal: AbortSignal): Promise<void> {
  const woken = new AbortController();
  const stop = AbortSignal.any([signal, woken.signal]);
  const timeIsUp = settings.for === undefined ? [] : [lab.clock.sleep(settings.for, stop)];
  await Promise.race([aborted(signal), lab.traffic?.produced, ...timeIsUp]);
  woken.abort();
}

/** The line is for the eye, so it keeps real time whatever the lab's clock does. */
async function showStatus(lab: WatchedLab, screen: Screen, signal: AbortSignal): Promise<void> {
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
  out.write(settings.output === 'json' ? asJson : reportText(report) + next(report, settings));
}

/** Whoever has lost records has other things to learn. */
function next(report: Report, settings: Settings): string {
  const lesson = nextLesson(report, settings.lesson);
  if (lesson === undefined || brokenPromises(report).length > 0) return '';
  return `\n${nextLine(lesson, existsSync)}\n`;
}
