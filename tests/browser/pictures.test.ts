import { mkdir, stat } from 'node:fs/promises';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../scripts/open-browser.ts';
import { givenPagedAws } from '../support/paged-aws.ts';
import { givenPagedLab, openPage, type PagedLab } from '../support/paged-lab.ts';
import { givenPagedStack, type StackFirehose } from '../support/paged-stack.ts';
import { ROOT } from '../support/repository.ts';

/** Not part of the repository: for a person to look at, and `npm run picture` takes one from here. */
const FOLDER = `${ROOT}out`;

let browser: Browser;
let paged: PagedLab;
beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  browser = await openBrowser();
  paged = await givenPagedLab({ topology: { shards: 4, bufferSeconds: 8 } });
});
afterAll(async () => {
  await paged[Symbol.asyncDispose]();
  await browser.close();
});

const WIDE = { width: 1440, height: 1000 };

interface Look {
  readonly name: string;
  readonly options: BrowserContextOptions;
  readonly key?: string;
}

const LOOKS: readonly Look[] = [
  { name: 'light', options: { viewport: WIDE, colorScheme: 'light' } },
  { name: 'dark', options: { viewport: WIDE, colorScheme: 'dark' } },
  { name: 'table', options: { viewport: WIDE, colorScheme: 'light' }, key: 't' },
  { name: 'faults', options: { viewport: WIDE, colorScheme: 'dark' }, key: 'f' },
  { name: 'pt-br', options: { viewport: WIDE, colorScheme: 'light', locale: 'pt-BR' } },
  { name: 'presenter', options: { viewport: { width: 1280, height: 720 } }, key: 'p' },
  { name: 'narrow', options: { viewport: { width: 360, height: 740 }, colorScheme: 'dark' } },
];

describe('pictures of the page', () => {
  it.each(LOOKS)('$name', async ({ name, options, key }) => {
    await using context = await browser.newContext(options);
    const { page } = await openPage(context, paged.url);
    await page.keyboard.press('n');
    await page.locator('[data-object]').first().waitFor();
    await page.locator('[data-figure=life]').waitFor();
    if (key !== undefined) await page.keyboard.press(key);
    const file = `${FOLDER}/page-${name}.png`;
    await page.screenshot({ path: file, fullPage: name !== 'presenter' });
    expect((await stat(file)).size).toBeGreaterThan(20_000);
  });

  it('AWS', async () => {
    await using aws = await givenPagedAws();
    await using context = await browser.newContext({ viewport: WIDE });
    const { page } = await openPage(context, aws.url);
    await page.locator('[data-object]').first().waitFor();
    const file = `${FOLDER}/page-aws.png`;
    await page.screenshot({ path: file, fullPage: true });
    expect((await stat(file)).size).toBeGreaterThan(20_000);
  });

  it.each<[StackFirehose, string]>([
    ['service', 'en'],
    ['silent', 'pt-BR'],
    ['unbuffered', 'en'],
  ])('services, Firehose being %s', async (whose, locale) => {
    await using stack = await givenPagedStack(whose);
    await using context = await browser.newContext({ viewport: WIDE, locale });
    const { page } = await openPage(context, stack.url);
    await page.locator('[data-object]').first().waitFor();
    const file = `${FOLDER}/page-services-${whose}.png`;
    await page.screenshot({ path: file, fullPage: true });
    expect((await stat(file)).size).toBeGreaterThan(20_000);
  });
});
