import type { BrowserContext } from 'playwright-core';
import { systemClock } from '#runtime/clock.ts';
import { openBrowser } from '../open-browser.ts';
import { residentMb, start, startCommand, until, type Program } from '../program/child.ts';
import type { Figure } from './figure.ts';
import { heapOf } from './page-heap.ts';

const RATE = 500;
const SIXTHS = 6;
const RECORDS_PER_SIXTH = (RATE * 3_600) / SIXTHS;
/** An hour's records come in six minutes. */
const TIMES_AS_FAST = 10;
const SHARDS = 8;
const LOOK_EVERY_MS = 500;
/** What the stream keeps in memory: little, so that it is full after a sixth. */
const MEMORY = '64MiB';
const MOST_GROWN_SERVER_MB = 25;
const MOST_GROWN_PAGE_MB = 2;

/** The records of an hour while the page is open: what the server and the page keep of them. */
export async function* pageHour(): AsyncGenerator<Figure> {
  const flags = ['--seed=7', '--port=0', '--dashboard-port=0', `--memory=${MEMORY}`];
  const pace = [`--rate=${RATE * TIMES_AS_FAST}`, `--shards=${SHARDS}`];
  const program = start([...startCommand(), ...flags, ...pace]);
  const browser = await openBrowser();
  try {
    const url = await seldom(program, () => /Live page\s+(http:\S+)/.exec(program.talk())?.[1]);
    const context = await browser.newContext({ viewport: { width: 1440, height: 960 } });
    yield* watch(program, context, url);
  } finally {
    await browser.close();
    program.child.kill('SIGKILL');
    await program.exit;
  }
}

async function* watch(
  program: Program,
  context: BrowserContext,
  url: string,
): AsyncGenerator<Figure> {
  const startedAt = performance.now();
  const tab = await context.newPage();
  await tab.goto(url);
  const put = tab.locator('[data-figure=put]');
  await put.waitFor();
  const heapMb = await heapOf(tab);
  const [server, page]: [number[], number[]] = [[], []];
  for (let sixth = 1; sixth <= SIXTHS; sixth++) {
    await seldom(program, async () => {
      const count = Number((await put.innerText()).replaceAll(/\D/g, ''));
      return count >= sixth * RECORDS_PER_SIXTH || undefined;
    });
    server.push(residentMb(program.child.pid ?? 0));
    page.push(await heapMb());
    const [ofServer, ofPage] = [server.at(-1)?.toFixed(0), page.at(-1)?.toFixed(1)];
    const after = `${minutesSince(startedAt)} min: server ${ofServer} MB, page ${ofPage} MB`;
    console.error(`${sixth * RECORDS_PER_SIXTH} records after ${after}`);
  }
  const minutes = minutesSince(startedAt);
  const how = `page: open for an hour's records, ${RATE}/s, in ${minutes} min`;
  yield grown(`${how}: server`, server, MOST_GROWN_SERVER_MB, 0);
  yield grown(`${how}: page`, page, MOST_GROWN_PAGE_MB, 1);
}

const minutesSince = (startedAt: number): string =>
  ((performance.now() - startedAt) / 60_000).toFixed(1);

/** From the first sixth, in which all that is bounded becomes full, to the last. */
function grown(what: string, mb: readonly number[], most: number, digits: number): Figure {
  const more = (mb.at(-1) ?? Number.NaN) - (mb[0] ?? Number.NaN);
  return {
    what,
    measured: `${mb.map((value) => value.toFixed(digits)).join(' ')} MB, by sixths`,
    bar: `≤ ${most} MB more`,
    isMet: more <= most,
  };
}

const seldom = <T>(
  program: Program,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> =>
  until(program, async () => {
    await systemClock.sleep(LOOK_EVERY_MS);
    return look();
  });
