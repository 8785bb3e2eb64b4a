import type { Browser } from 'playwright-core';
import { paymentsInput } from '#producer/inputs/payments/payments.ts';
import { startLabDashboard } from '#lab/page/lab-dashboard.ts';
import { startLab } from '#lab/start-lab.ts';
import { silentLog } from '#runtime/log.ts';
import { systemClock } from '#runtime/clock.ts';
import { openBrowser } from '../open-browser.ts';
import { median, rounds, type Figure } from './figure.ts';
import { cost } from './page-cost.ts';
import { heapOf } from './page-heap.ts';

const NAVIGATIONS = 5;
const FRAMES_SECONDS = 5;

/** The live page: how soon it shows something, how smoothly it moves, and what it costs the lab. */
export async function* page(): AsyncGenerator<Figure> {
  const browser = await openBrowser();
  try {
    yield await firstData(browser);
    yield await frames(browser, 500, 50);
    yield await frames(browser, 5_000, 40);
    yield await memory(browser);
  } finally {
    await browser.close();
  }
  yield* cost();
}

async function openLab(rate: number) {
  const lab = await startLab({
    seed: 7,
    clock: { speed: 1 },
    topology: { shards: 8 },
    limits: 'off',
    input: ({ clock, random }) => paymentsInput({ clock, random, rate }),
  });
  const dashboard = await startLabDashboard(lab, { port: 0, log: silentLog });
  return {
    url: dashboard.url,
    close: async () => {
      await dashboard.close();
      await lab.stop();
    },
  };
}

/** In the page, before anything of its own: notes when the first figure is there to be painted. */
const NOTE_FIRST_DATA = `
  const look = () => document.querySelector('[data-figure=put]')
    ? (globalThis.firstDataMs = performance.now()) : requestAnimationFrame(look);
  requestAnimationFrame(look);
`;

/** The page's policy forbids it to evaluate text, so nothing may be asked of it again and again. */
const FIRST_DATA = `new Promise((resolve) => {
  const look = () => globalThis.firstDataMs ? resolve(globalThis.firstDataMs) : requestAnimationFrame(look);
  look();
})`;

async function firstData(browser: Browser): Promise<Figure> {
  const lab = await openLab(50);
  const took: number[] = [];
  for (let visit = 0; visit < NAVIGATIONS; visit++) {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.addInitScript(NOTE_FIRST_DATA);
    await tab.goto(lab.url);
    await tab.locator('[data-figure=put]').waitFor();
    took.push(Number(await tab.evaluate(FIRST_DATA)));
    await context.close();
  }
  await lab.close();
  return {
    what: 'page: navigation to the first figure',
    measured: rounds(took, 'ms'),
    bar: '≤ 500 ms',
    isMet: median(took) <= 500,
  };
}

async function frames(browser: Browser, rate: number, least: number): Promise<Figure> {
  const lab = await openLab(rate);
  const context = await browser.newContext({ viewport: { width: 1440, height: 960 } });
  const tab = await context.newPage();
  await tab.goto(lab.url);
  await tab.locator('[data-figure=put]').waitFor();
  await systemClock.sleep(2_000);
  const drawn = Number(
    await tab.evaluate(`new Promise((resolve) => {
      const until = performance.now() + ${FRAMES_SECONDS * 1_000};
      let frames = 0;
      const count = () => performance.now() < until ? (frames++, requestAnimationFrame(count)) : resolve(frames);
      requestAnimationFrame(count);
    })`),
  );
  await context.close();
  await lab.close();
  const perSecond = drawn / FRAMES_SECONDS;
  return {
    what: `page: frames a second at ${rate} records/s`,
    measured: `${perSecond.toFixed(0)} (over ${FRAMES_SECONDS} s)`,
    bar: `≥ ${least}`,
    isMet: perSecond >= least,
  };
}

const WARM_UP_MS = 20_000;
const WATCHED_MS = 100_000;
/** What a browser's own bookkeeping may add. */
const MOST_GROWN_MB = 2;

/** What the page keeps while records flow: of an hour, the first two minutes, in which all that is bounded is full. */
async function memory(browser: Browser): Promise<Figure> {
  const lab = await openLab(500);
  const context = await browser.newContext({ viewport: { width: 1440, height: 960 } });
  const tab = await context.newPage();
  await tab.goto(lab.url);
  const heapMb = await heapOf(tab);
  await systemClock.sleep(WARM_UP_MS);
  const before = await heapMb();
  await systemClock.sleep(WATCHED_MS);
  const after = await heapMb();
  await context.close();
  await lab.close();
  return {
    what: 'page: memory after 20 s and after 120 s at 500 records/s',
    measured: `${before.toFixed(1)} and ${after.toFixed(1)} MB`,
    bar: `≤ ${MOST_GROWN_MB} MB more`,
    isMet: after - before <= MOST_GROWN_MB,
  };
}
