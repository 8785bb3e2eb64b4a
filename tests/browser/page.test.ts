import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { openBrowser } from '../../scripts/open-browser.ts';
import { givenPagedLab, LATE_MS, openPage } from '../support/paged-lab.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const INTERVAL_SECONDS = 3;
/** What a person waits for at most; the bundling of the page is in it. */
const ROWS_WITHIN_MS = 2_000;
/** In the page, before anything of its own: when the first row of the table was there, from the navigation on. */
const NOTE_FIRST_ROW = `
  const look = () => document.querySelector('.records tbody tr')
    ? (globalThis.firstRowMs = performance.now()) : requestAnimationFrame(look);
  requestAnimationFrame(look);
`;
/** Of a span of time as the page writes it. */
const msOf = (text = ''): number => Number.parseFloat(text) * (text.endsWith(' ms') ? 1 : 1_000);

const quick = { topology: { shards: 4, bufferSeconds: INTERVAL_SECONDS } };

describe('the live page', () => {
  it('shows figures, asks nobody but its own server, and has nothing to complain of', async () => {
    await using lab = await givenPagedLab(quick);
    await using context = await browser.newContext();
    const foreign: string[] = [];
    await context.route('**/*', (route) => {
      if (route.request().url().startsWith(lab.url)) return route.continue();
      foreign.push(route.request().url());
      return route.abort();
    });
    const { page, complaints, figure } = await openPage(context, lab.url);
    const before = await figure('put');
    await eventually(async () => (await figure('put')) > before || undefined, {
      withinMs: LATE_MS,
      what: 'more records put',
    });
    await page.locator('[data-object]').first().waitFor();
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
  });

  it('shows records in its table within two seconds of being asked for, as it is first asked for', async () => {
    await using lab = await givenPagedLab(quick);
    await using context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.addInitScript(NOTE_FIRST_ROW);
    await page.goto(lab.url);
    await page.locator('.records tbody tr').first().waitFor();
    const shownMs = Number(await page.evaluate('globalThis.firstRowMs'));
    expect(shownMs).toBeGreaterThan(0);
    expect(shownMs).toBeLessThanOrEqual(ROWS_WITHIN_MS);
  });

  it('tells where a key falls as its MD5 says, and puts it there', async () => {
    await using lab = await givenPagedLab({ ...quick, rate: 0.1 });
    await using context = await browser.newContext();
    const { page } = await openPage(context, lab.url);
    const key = 'pix <b>Zoë</b>';
    const md5 = createHash('md5').update(key).digest('hex');
    const shard = `s${Math.floor(Number.parseInt(md5.slice(0, 4), 16) / (0x10000 / 4))}`;
    await page.locator('#key').fill(key);
    await page.getByText(md5).waitFor();
    expect(await page.locator('[data-figure=falls]').innerText()).toMatch(new RegExp(`${shard}$`));

    await page.getByRole('button', { name: 'Put one' }).click();
    await page.getByRole('button', { name: 'Table' }).click();
    const row = page.locator('.records tbody tr', { hasText: key });
    await row.waitFor();
    expect(await row.locator('td').nth(1).innerText()).toBe(shard);
    // What looks like markup is text.
    expect(await page.locator('b', { hasText: 'Zoë' }).count()).toBe(0);
  });

  it('says which consumer sees a record first, why, and by how much', async () => {
    await using lab = await givenPagedLab(quick);
    await using context = await browser.newContext();
    const { page } = await openPage(context, lab.url);
    const sentence = page.locator('[data-figure=first]', { hasText: 'within' });
    await sentence.waitFor();
    const [, pushed, polling] =
      /consumer-2 sees a record first: .*consumer-1 asks every .* within (.+), against (.+)\.$/.exec(
        await sentence.innerText(),
      ) ?? [];
    expect(msOf(pushed)).toBeLessThan(msOf(polling));
  });

  it('counts down to the moment at which an object lands, by time', async () => {
    await using lab = await givenPagedLab(quick);
    await using context = await browser.newContext();
    const { page } = await openPage(context, lab.url);
    const due = page.locator('[data-figure=countdown]');
    const seen: number[] = [];
    await eventually(
      async () => {
        const ms = await due.getAttribute('data-due-in');
        if (ms) seen.push(Number(ms));
        return (await page.locator('[data-object]').count()) > 0 || undefined;
      },
      { withinMs: LATE_MS, what: 'an object' },
    );
    // From the first look to the object the countdown only falls, or begins anew with the next buffer.
    expect(Math.max(...seen)).toBeLessThanOrEqual(INTERVAL_SECONDS * 1_000);
    expect(Math.min(...seen)).toBeLessThan(1_000);
    const row = page.locator('[data-object]').last();
    expect(await row.innerText()).toContain('by time');
    const [delivery] = (await lab.lab.report()).deliveries;
    const lateMs = Date.parse(delivery?.deliveredAt ?? '') - Date.parse(delivery?.dueAt ?? '');
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(1_000);
  });

  it('shows that size beats time when the buffer is flooded', async () => {
    await using lab = await givenPagedLab({ topology: { shards: 2, bufferSeconds: 900 } });
    await using context = await browser.newContext();
    const { page, told } = await openPage(context, lab.url);
    await page.getByRole('button', { name: 'Flood with 1 MiB' }).click();
    await page.locator('[data-object]').first().waitFor();
    expect(await page.locator('[data-object]').first().innerText()).toContain('by size');
    expect((await told('delivered'))[0]).toContain('by size');
  });

  it('opens an object and shows its records, with nothing between them', async () => {
    await using lab = await givenPagedLab(quick);
    await using context = await browser.newContext();
    const { page } = await openPage(context, lab.url);
    await page.locator('[data-object] button').first().click();
    const records = page.locator('.opened li');
    await records.first().waitFor();
    expect(JSON.parse(await records.first().innerText())).toMatchObject({ key: /^card-/ });
    expect(await page.locator('.raw').innerText()).toContain('}{"id":');
    await page.keyboard.press('Escape');
    await records.first().waitFor({ state: 'detached' });
  });

  it('follows one record from its making to its object', async () => {
    await using lab = await givenPagedLab(quick);
    await using context = await browser.newContext();
    const { page } = await openPage(context, lab.url);
    await page.keyboard.press('n');
    const life = page.locator('[data-figure=life]');
    await life.waitFor();
    await eventually(async () => (await life.locator('.is-pending').count()) === 0 || undefined, {
      withinMs: LATE_MS,
      what: 'every stage of its life',
    });
    const stages = await life.locator('li').allInnerTexts();
    expect(stages.length).toBe(5);
    expect(stages[0]).toMatch(/^0 ms/);
    for (const name of ['consumer-1', 'consumer-2', 'in an object']) {
      expect(stages.join()).toContain(name);
    }
  });

  it('agrees with the report to the record once all has come to rest', async () => {
    await using lab = await givenPagedLab(quick);
    await using context = await browser.newContext();
    const { page, figure } = await openPage(context, lab.url);
    await lab.lab.traffic?.stopProducing();
    await eventually(
      async () =>
        (await page.locator('.sum b').allInnerTexts()).slice(4).join() !== '' || undefined,
      { withinMs: LATE_MS, what: 'the books' },
    );
    const settled = await eventually(
      async () => {
        const [put, received, inFlight] = await page
          .locator('.sum')
          .first()
          .locator('b')
          .allInnerTexts();
        const s3 = await page.locator('.sum').last().locator('b').allInnerTexts();
        return inFlight === '0' && s3[2] === '0' && s3[3] === '0'
          ? { put, received, s3 }
          : undefined;
      },
      { withinMs: LATE_MS, what: 'every record in its place' },
    );
    const response = await page.request.get(`${lab.url}/report`);
    const { books } = (await response.json()) as Awaited<ReturnType<typeof lab.lab.report>>;
    const written = books.put.toLocaleString('en-US');
    expect(books.balanced).toBe(true);
    expect(settled).toEqual({ put: written, received: written, s3: [written, written, '0', '0'] });
    expect(await figure('put')).toBe(books.put);
    expect(await page.locator('[data-figure=balance]').innerText()).toContain('balance');
  });
});
