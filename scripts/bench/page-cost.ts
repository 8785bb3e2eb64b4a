import { spawnSync } from 'node:child_process';
import { get } from 'node:http';
import { cpus } from 'node:os';
import type { Browser } from 'playwright-core';
import { systemClock } from '#runtime/clock.ts';
import { openBrowser } from '../open-browser.ts';
import { start, until, type Program } from '../program/child.ts';
import { median, type Figure } from './figure.ts';

const ROUNDS = 3;
const LOOK_EVERY_MS = 50;
const LEAVING_MS = 500;
const LOOKS_PER_ROUND = 7;
/** Of a round's looks, that of a browser is in the middle. */
const FIRST_TOLD = 2;
/** What each may cost; a page that nobody looks at costs nothing, but for what cannot be told from noise. */
const MOST_PERCENT = { closed: 1, told: 5, open: 5 } as const;

interface Seen {
  readonly perSecond: number;
  readonly cpuMsPerThousand: number;
}

type Watched = Seen & { readonly how: 'none' | 'closed' | 'told' | 'open' };

/**
 * What the live page costs the lab at full speed: that it is served, that it is told, and that a browser
 * draws it. What a browser does on the same machine costs the lab time, like every other program, so
 * this is shown twice: as it comes, and with a core for the lab and one for all else.
 */
export async function* cost(): AsyncGenerator<Figure> {
  const browser = await openBrowser();
  try {
    yield* figures('as it comes', await flood(browser));
  } finally {
    await browser.close();
  }
  if (canPin()) yield* figures('a core each', await floodPinned());
}

function* figures(where: string, watched: readonly Watched[]): Generator<Figure> {
  const none = perRound(watched, 'none');
  const perSecond = median(none.map((one) => one.perSecond)).toFixed(0);
  const cpuMs = median(none.map((one) => one.cpuMsPerThousand)).toFixed(1);
  for (const [how, bar] of Object.entries(MOST_PERCENT)) {
    const seen = perRound(watched, how);
    const throughput = shares(seen, none, (one) => one.perSecond);
    const cpu = shares(seen, none, (one) => one.cpuMsPerThousand);
    yield {
      what: `page ${how}, ${where}: throughput, of that without it`,
      measured: `${told(throughput)} of ${perSecond}/s`,
      bar: `≥ ${100 - bar} %`,
      isMet: median(throughput) >= 100 - bar,
    };
    yield {
      what: `page ${how}, ${where}: the lab's CPU a record, likewise`,
      measured: `${told(cpu)} of ${cpuMs} ms a 1,000`,
      bar: `≤ ${100 + bar} %`,
      isMet: median(cpu) <= 100 + bar,
    };
  }
}

/** What was seen there and back in one round counts as one. */
const perRound = (watched: readonly Watched[], how: string): Seen[] => {
  const seen = watched.filter((one) => one.how === how);
  const times = seen.length / ROUNDS;
  return Array.from({ length: ROUNDS }, (_, round) => {
    const these = seen.slice(round * times, (round + 1) * times);
    const mean = (of: keyof Seen): number => these.reduce((sum, one) => sum + one[of], 0) / times;
    return { perSecond: mean('perSecond'), cpuMsPerThousand: mean('cpuMsPerThousand') };
  });
};

const shares = (
  seen: readonly Seen[],
  none: readonly Seen[],
  of: (one: Seen) => number,
): number[] => seen.map((one, round) => (of(one) / of(none[round] ?? one)) * 100);

const told = (values: readonly number[]): string => {
  const range = `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;
  return `${median(values).toFixed(1)} % (${range})`;
};

/** Each way of looking in each round, so that a noisy machine is noisy to all alike. */
async function flood(browser: Browser, core?: number): Promise<readonly Watched[]> {
  const program = start(['--import', 'tsx', 'scripts/bench/flood-watched.ts', String(ROUNDS)]);
  if (core !== undefined) pin(program.child.pid, String(core));
  const lines = (): string[] => program.data().split('\n').slice(0, -1);
  for (let round = 0; round < ROUNDS; round++) {
    const url = await seldom(program, () => program.talk().match(/http:\S+\d$/gm)?.[round]);
    for (const [at, visit] of [read, draw(browser), read].entries()) {
      const leave = await visit(url);
      await seldom(program, () => lines()[round * LOOKS_PER_ROUND + FIRST_TOLD + at]);
      await leave();
      // Who comes at once would not be told from who has not left.
      await systemClock.sleep(LEAVING_MS);
    }
  }
  await program.exit;
  return lines().map((line) => JSON.parse(line) as Watched);
}

/** Comes to the page, and says how to leave it. */
type Visit = (url: string) => Promise<() => unknown>;

/** Takes what the page is sent, and draws nothing. */
const read: Visit = async (url) => {
  const request = get(`${url}/events`, (response) => response.resume());
  request.on('error', () => {});
  return () => request.destroy();
};

const draw =
  (browser: Browser): Visit =>
  async (url) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 960 } });
    await (await context.newPage()).goto(url);
    return () => context.close();
  };

/** Asks now and then: to ask without a pause would take a core from those that are watched. */
const seldom = <T>(program: Program, look: () => T | undefined): Promise<T> =>
  until(program, async () => {
    await systemClock.sleep(LOOK_EVERY_MS);
    return look();
  });

/** The lab on one core, all else on another. */
async function floodPinned(): Promise<readonly Watched[]> {
  pin(process.pid, '1');
  const browser = await openBrowser();
  try {
    return await flood(browser, 0);
  } finally {
    await browser.close();
    pin(process.pid, `0-${cpus().length - 1}`);
  }
}

const canPin = (): boolean => cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;

/** A process and all that it starts. */
function pin(pid: number | undefined, cores: string): void {
  const { status, stderr } = spawnSync('taskset', ['-a', '-c', '-p', cores, String(pid)]);
  if (status !== 0) throw new Error(`taskset: ${String(stderr)}`);
}
