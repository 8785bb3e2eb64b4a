import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../scripts/open-browser.ts';
import { LATE_MS, openPage, type OpenPage } from '../support/paged-lab.ts';
import { givenPagedStack, type StackFirehose } from '../support/paged-stack.ts';
import { eventually } from '../support/eventually.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const late = (what: string) => ({ withinMs: LATE_MS, what });

/** Both consumers have everything, and so has S3, by the figures of the page. */
const untilAllIsThere = ({ page }: OpenPage): Promise<void> =>
  eventually(async () => {
    const sums = await page.locator('.sum').all();
    const figures = await Promise.all(sums.map((sum) => sum.locator('b').allInnerTexts()));
    const isThere = ([put, arrived, ...rest]: string[]): boolean =>
      put === arrived && rest.every((figure) => figure === '0');
    return (figures.length === 3 && figures.every(isThere)) || undefined;
  }, late('every record in its place')).then(() => {});

describe('the page of a lab of separate services', () => {
  it('shows each of them, and offers nothing that does not exist there, with the reason', async () => {
    await using stack = await givenPagedStack('service');
    await using context = await browser.newContext();
    const opened = await openPage(context, stack.url);
    const { page, figure, complaints } = opened;
    const before = await figure('put');
    await eventually(async () => (await figure('put')) > before || undefined, late('records'));
    for (const name of ['consumer-1', 'consumer-2']) {
      const received = page.locator(`[data-consumer=${name}] [data-figure=received]`);
      await eventually(async () => Number(await received.innerText()) > 0 || undefined, late(name));
    }
    await page.getByText('The object is written in').waitFor();
    await page.locator('[data-object]').first().waitFor();
    expect(await page.locator('[data-object]').first().innerText()).toContain('by time');

    expect(await page.locator('.where').innerText()).toContain('localstack · not AWS');
    expect(await page.locator('.not-here').innerText()).toContain('docker compose kill consumer-1');
    for (const name of ['Pause', 'Faults', 'Kill', 'Slow down']) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
    }
    expect(complaints).toEqual([]);
  });

  it.each<[StackFirehose, string]>([
    ['service', 'by time'],
    ['silent', 'by time'],
    ['unbuffered', 'at once'],
  ])('agrees with the report at rest, Firehose being %s', async (whose, trigger) => {
    await using stack = await givenPagedStack(whose);
    await using context = await browser.newContext();
    const opened = await openPage(context, stack.url);
    const { page, figure } = opened;
    await eventually(async () => (await figure('put')) > 100 || undefined, late('records'));
    expect(await page.locator('[data-basis]').count()).toBe(whose === 'service' ? 0 : 1);
    await stack.stopProducing();
    await untilAllIsThere(opened);
    expect(await page.locator('[data-figure=balance]').innerText()).toContain('balance');
    expect(await page.locator('[data-object]').first().innerText()).toContain(trigger);
    const response = await page.request.get(`${stack.url}/report`);
    const { books } = (await response.json()) as Awaited<ReturnType<typeof stack.lab.report>>;
    expect(books.balanced, JSON.stringify(books)).toBe(true);
    expect(await figure('put')).toBe(books.put);
    expect(await figure('received')).toBe(books.put);
  });

  it('follows a record from its making to its object, over three processes', async () => {
    await using stack = await givenPagedStack('service');
    await using context = await browser.newContext();
    const { page } = await openPage(context, stack.url);
    await page.locator('[data-object]').first().waitFor();
    await page.keyboard.press('n');
    const life = page.locator('[data-figure=life]');
    await life.waitFor();
    await eventually(
      async () => (await life.locator('.is-pending').count()) === 0 || undefined,
      late('every stage of its life'),
    );
    expect(await life.locator('li').count()).toBe(5);
  });

  it('puts what a person wants, and splits a shard, through AWS’s own calls', async () => {
    await using stack = await givenPagedStack('service');
    await using context = await browser.newContext();
    const { page, told } = await openPage(context, stack.url);
    await page.locator('#key').fill('pix-zoe');
    // Of a poll's records the table shows the newest twelve: no others may come with this one.
    await stack.stopProducing();
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('button', { name: 'Put one' }).click();
    await page.locator('.records tbody tr', { hasText: 'pix-zoe' }).waitFor();
    await page.getByRole('button', { name: 'Picture' }).click();
    await page.getByRole('button', { name: 'Split s0' }).click();
    await eventually(async () => (await told('split'))[0], late('the split in the log'));
  });

  it('says which service does not answer, keeps its figures, and goes on when it is back', async () => {
    await using stack = await givenPagedStack('service');
    await using context = await browser.newContext();
    const { page, figure } = await openPage(context, stack.url);
    const consumer = page.locator('[data-consumer=consumer-1]');
    const received = consumer.locator('[data-figure=received]');
    await eventually(
      async () => Number(await received.innerText()) > 20 || undefined,
      late('some'),
    );
    await stack.disconnect('consumer-1');
    await consumer.locator('.badge', { hasText: 'does not answer' }).waitFor();
    const then = Number(await received.innerText());
    expect(then).toBeGreaterThan(20);
    const put = await figure('put');
    await eventually(async () => (await figure('put')) > put || undefined, late('the others'));

    await stack.reconnect('consumer-1');
    await consumer.locator('.badge').waitFor({ state: 'detached' });
    await eventually(
      async () => Number((await received.innerText()).replaceAll(',', '')) > then || undefined,
      late('more'),
    );
    await stack.disconnect('producer');
    await page.locator('.panel-producer .badge', { hasText: 'does not answer' }).waitFor();
    await stack.disconnect('firehose');
    await page.locator('.panel-firehose .badge', { hasText: 'does not answer' }).waitFor();
    await stack.reconnect('producer');
    await stack.reconnect('firehose');
    await page.locator('.panel-firehose .is-bad').waitFor({ state: 'detached' });
  });
});
