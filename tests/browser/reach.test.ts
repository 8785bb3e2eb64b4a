import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../dashboard/page/strings/en.ts';
import { openBrowser } from '../../scripts/open-browser.ts';
import { givenPagedLab, LATE_MS, openPage, type PagedLab } from '../support/paged-lab.ts';
import { eventually } from '../support/eventually.ts';

let browser: Browser;
let paged: PagedLab;
beforeAll(async () => {
  browser = await openBrowser();
  paged = await givenPagedLab({ topology: { shards: 2, bufferSeconds: 2 } });
});
afterAll(async () => {
  await paged[Symbol.asyncDispose]();
  await browser.close();
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** What axe finds wrong: the rule, and where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: Violation[] = await page.evaluate('axe.run().then(({ violations }) => violations)');
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

async function visit(options: BrowserContextOptions) {
  const context = await browser.newContext(options);
  const opened = await openPage(context, paged.url);
  await opened.page.locator('[data-object]').first().waitFor();
  return { ...opened, context };
}

describe('everyone can read the page', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`breaks no rule of accessibility, ${colorScheme}, also in its table and its dialogs`, async () => {
      const { page, context } = await visit({ colorScheme });
      await page.keyboard.press('n');
      await page.locator('[data-figure=life]').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('t');
      await page.locator('.records').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('f');
      await page.locator('dialog .faults').waitFor();
      expect(await violations(page)).toEqual([]);
      await closeDialog(page);
      await page.keyboard.press('?');
      await page.locator('dialog kbd').first().waitFor();
      expect(await violations(page)).toEqual([]);
      await closeDialog(page);
      await page.locator('[data-object] button').first().click();
      await page.locator('dialog .opened li').first().waitFor();
      expect(await violations(page)).toEqual([]);
      await context.close();
    });

    it(`draws records that stand out from their ground, ${colorScheme}, pixel by pixel`, async () => {
      const { page, context } = await visit({ colorScheme });
      const contrasts = await eventually(
        async () => {
          const measured: number[] = await page.evaluate(CONTRASTS);
          return measured.length >= 5 ? measured : undefined;
        },
        { withinMs: LATE_MS, what: 'five colours on the canvas' },
      );
      expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(3);
      await context.close();
    });
  }

  it('moves nothing for who wants no motion, and shows the same in figures', async () => {
    const { page, context } = await visit({ reducedMotion: 'reduce' });
    expect(await page.locator('canvas').count()).toBe(0);
    expect(await page.evaluate(MOST_ANIMATIONS)).toBe(0);
    expect(await page.locator('.records tbody tr').count()).toBeGreaterThan(5);
    expect(await page.locator('[data-shard]').count()).toBe(2);
    await context.close();
    // To whom nothing was said, the same shows that it moves.
    const other = await visit({ reducedMotion: 'no-preference' });
    expect(await other.page.evaluate(MOST_ANIMATIONS)).toBeGreaterThan(0);
    await other.context.close();
  });

  it('speaks Portuguese where Portuguese is spoken, and leaves no English behind', async () => {
    const { page, context } = await visit({ locale: 'pt-BR' });
    await page.keyboard.press('n');
    await page.keyboard.press('f');
    await page.locator('dialog').waitFor();
    const text = (await page.locator('body').innerText()).toLowerCase();
    for (const word of ['ao vivo', 'consumidores', 'a contabilidade', 'escritas limitadas']) {
      expect(text).toContain(word);
    }
    expect(englishIn(text)).toEqual([]);
    const english = await visit({ locale: 'en-US' });
    await english.page.keyboard.press('n');
    await english.page.keyboard.press('f');
    await english.page.locator('dialog').waitFor();
    const [there, here] = [await saidOn(english.page), new Set(await saidOn(page))];
    expect(there.filter((said) => here.has(said) && !SAME.test(said))).toEqual([]);
    expect(there.length).toBeGreaterThan(150);
    await english.context.close();
    expect(await page.locator('html').getAttribute('lang')).toBe('pt-BR');

    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('l');
    await page.getByText('Follow one record').waitFor();
    await context.close();
  });

  it('says in Portuguese why a payment is suspected, where it is shown and in the log', async () => {
    await using hurried = await givenPagedLab({ clock: { speed: 60 } });
    const context = await browser.newContext({ locale: 'pt-BR' });
    const { page, told } = await openPage(context, hurried.url);
    const shown = page.locator('.alerts li').first();
    await shown.waitFor();
    const reasons = [await shown.innerText(), ...(await told('alert'))];
    expect(reasons.length).toBeGreaterThan(1);
    for (const reason of reasons) {
      expect(reason).toMatch(/ em geral|primeiro pagamento| km de /);
    }
    const cardsIn = (rows: readonly string[]) => rows.map((row) => /card-\d+/.exec(row)?.[0]);
    await eventually(
      async () => {
        const cards = cardsIn(await told('alert'));
        return cards.length > new Set(cards).size + 2 || undefined;
      },
      { withinMs: LATE_MS, what: 'a burst' },
    );
    const cards = cardsIn(await page.locator('.alerts li').allInnerTexts());
    expect(new Set(cards).size).toBe(cards.length);
    await context.close();
  });

  for (const [name, viewport] of [
    ['360 px wide', { width: 360, height: 740 }],
    ['zoomed to 200 %', { width: 640, height: 400 }],
  ] as const) {
    it(`needs no scrolling sideways, ${name}`, async () => {
      const { page, context } = await visit({ viewport });
      for (const key of ['n', 't', 't']) {
        await page.keyboard.press(key);
        const overflow: number = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(overflow).toBe(0);
      }
      await context.close();
    });
  }

  it('answers to the keyboard alone', async () => {
    const { page, context } = await visit({});
    await page.keyboard.press('?');
    await page.locator('dialog kbd').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('5');
    expect(await page.evaluate('document.activeElement.id')).toBe('objects');
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('key');
    await page.keyboard.press('Tab');
    await page.keyboard.press('p');
    await page.locator('html.presenting').waitFor();
    expect(await page.locator('.panel-latency').isVisible()).toBe(false);
    await page.keyboard.press('d');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await context.close();
  });
});

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
}

/** In the page: the most animations under way at once, until another object has landed and has had its time. */
const MOST_ANIMATIONS = `new Promise((resolve) => {
  const last = () => document.querySelector('[data-object]').dataset.object;
  const before = last();
  let until = Infinity;
  let most = 0;
  const look = () => {
    most = Math.max(most, document.getAnimations().filter((one) => one.playState === 'running').length);
    if (until === Infinity && last() !== before) until = performance.now() + 500;
    return performance.now() < until ? requestAnimationFrame(look) : resolve(most);
  };
  look();
})`;

/** In the page: every text that is shown or read out, each once. */
const SAID = `(() => {
  const said = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest('script, style, .raw')) said.add(walker.currentNode.data.trim());
  }
  for (const element of document.body.querySelectorAll('*')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.add(element.getAttribute(name)?.trim());
  }
  return [...said].filter((text) => text && /\\p{L}/u.test(text));
})()`;

const saidOn = (page: Page): Promise<string[]> => page.evaluate(SAID);

/**
 * What is the same in every language: AWS's names, states and errors, the lab's own names, keys and ends of
 * them, figures with their units, and what Brazilians call as AWS does.
 */
const SAME = new RegExp(
  `^(${[
    'Kinesis Lab|embedded|payments|ACTIVE|shard|MD5|p50|p95|p99|n|/s',
    'events|(Firehose|S3) · [a-z0-9-]+|consumer-\\d|s\\d+|aws:[a-z:-]+|[A-Z]\\w+(Exception|Failure|Unavailable)',
    'ana|card-\\d+|\\d{4}/[\\w/-]+|[0-9a-f]{6}|[0-9a-f]{32}|…[\\d\\s·]+',
    '(≥ )?[\\d.]+ (ms|s|B|KiB|MiB)(/s)?',
  ].join('|')})$`,
);

/** Strings that a Portuguese page must not show: those of some length that are not AWS's own words. */
function englishIn(text: string): string[] {
  return [...texts(en)].filter((value) => value.length > 12 && text.includes(value.toLowerCase()));
}

/** Also those of the tables within. */
function* texts(table: object): Generator<string> {
  for (const value of Object.values(table) as unknown[]) {
    if (typeof value === 'string') yield value;
    else if (typeof value === 'object' && value !== null) yield* texts(value);
  }
}

/**
 * In the page: how each of the palette's colours that is on the canvas stands out from the lanes. Only
 * pixels of a palette's colour count: at its edges and when it is done a record is blended.
 */
const CONTRASTS = `(() => {
  const canvas = document.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const style = getComputedStyle(document.documentElement);
  const parse = (name) => style.getPropertyValue(name).match(/\\d+/g).slice(0, 3).map(Number);
  const light = ([r, g, b]) => {
    const part = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const contrast = (a, b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 255) seen.add(data[at] + ',' + data[at + 1] + ',' + data[at + 2]);
  }
  const grounds = ['--lane', '--lane-odd'].map(parse);
  return [0, 1, 2, 3, 4, 5, 6, 7]
    .map((at) => parse('--key-' + at))
    .filter((colour) => seen.has(colour.join()))
    .map((colour) => Math.min(...grounds.map((ground) => contrast(colour, ground))));
})()`;
