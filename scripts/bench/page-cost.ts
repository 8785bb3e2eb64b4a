import { get } from 'node:http';
import type { Browser } from 'playwright-core';
import { systemClock } from '#runtime/clock.ts';
import { openBrowser } from '../open-browser.ts';
import { start, until, type Program } from '../program/child.ts';
import { median, type Figure } from './figure.ts';

const ROUNDS = 12;
const LOOK_EVERY_MS = 50;
/** What each may cost; a page that nobody looks at costs nothing, but for what cannot be told from noise. */
const MOST_PERCENT = { closed: 1, told: 5, open: 5 } as const;

interface Watched {
  readonly how: 'none' | keyof typeof MOST_PERCENT;
  readonly perSecond: number;
  readonly cpuMsPerThousand: number;
}

/**
 * What the live page costs the lab at full speed, on a machine that they share: that it is served, that it
 * is told, and that a browser draws it.
 */
export async function* cost(): AsyncGenerator<Figure> {
  const browser = await openBrowser();
  try {
    yield* figures(await flood(browser));
  } finally {
    await browser.close();
  }
}

function* figures(watched: readonly Watched[]): Generator<Figure> {
  const each = (how: string): Watched[] => watched.filter((one) => one.how === how);
  const none = each('none');
  const perSecond = median(none.map((one) => one.perSecond)).toFixed(0);
  const cpuMs = median(none.map((one) => one.cpuMsPerThousand)).toFixed(1);
  for (const [how, most] of Object.entries(MOST_PERCENT)) {
    const throughput = shares(each(how), none, (one) => one.perSecond);
    const cpu = shares(each(how), none, (one) => one.cpuMsPerThousand);
    yield {
      what: `page ${how}: throughput, of that without it`,
      measured: `${told(throughput)} of ${perSecond}/s`,
      bar: `≥ ${100 - most} %`,
      isMet: median(throughput) >= 100 - most,
    };
    yield {
      what: `page ${how}: the lab's CPU a record, likewise`,
      measured: `${told(cpu)} of ${cpuMs} ms a 1,000`,
      bar: `≤ ${100 + most} %`,
      isMet: median(cpu) <= 100 + most,
    };
  }
}

/** In percent, round by round. */
const shares = (
  seen: readonly Watched[],
  none: readonly Watched[],
  of: (one: Watched) => number,
): number[] => seen.map((one, round) => (of(one) / of(none[round] ?? one)) * 100);

function told(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const quarter = (n: number): string =>
    (sorted[Math.round(((sorted.length - 1) * n) / 4)] ?? Number.NaN).toFixed(0);
  return `${median(values).toFixed(1)} % (half of ${sorted.length}: ${quarter(1)}–${quarter(3)})`;
}

/** Each way of looking in each round, so that a noisy machine is noisy to all alike. */
async function flood(browser: Browser): Promise<readonly Watched[]> {
  const program = start(['--import', 'tsx', 'scripts/bench/flood-watched.ts', String(ROUNDS)]);
  const lines = (): string[] => program.data().split('\n').slice(0, -1);
  for (let visits = 0; visits < 2 * ROUNDS; visits++) {
    const [, how, url = ''] = await seldom(
      program,
      () => [...program.talk().matchAll(/^(told|open) (http:\S+)$/gm)][visits],
    );
    const leave = await (how === 'told' ? read(url) : draw(browser, url));
    const isOfIt = (line: string): boolean => line.includes(`"${how}"`);
    await seldom(program, () => lines().filter(isOfIt)[Math.floor(visits / 2)]);
    await leave();
  }
  await program.exit;
  return lines().map((line) => JSON.parse(line) as Watched);
}

/** Takes what the page is sent, and draws nothing; the answer is how to leave. */
async function read(url: string): Promise<() => unknown> {
  const request = get(`${url}/events`, (response) => response.resume());
  request.on('error', () => {});
  return () => request.destroy();
}

async function draw(browser: Browser, url: string): Promise<() => unknown> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 960 } });
  await (await context.newPage()).goto(url);
  return () => context.close();
}

/** Asks now and then: to ask without a pause would take a core from those that are watched. */
const seldom = <T>(program: Program, look: () => T | undefined): Promise<T> =>
  until(program, async () => {
    await systemClock.sleep(LOOK_EVERY_MS);
    return look();
  });
