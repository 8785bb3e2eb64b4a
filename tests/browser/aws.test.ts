import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../scripts/open-browser.ts';
import { givenPagedAws, type PagedAws } from '../support/paged-aws.ts';
import { LATE_MS, openPage } from '../support/paged-lab.ts';
import { eventually } from '../support/eventually.ts';

let browser: Browser;
let paged: PagedAws;
beforeAll(async () => {
  browser = await openBrowser();
  paged = await givenPagedAws();
});
afterAll(async () => {
  await paged[Symbol.asyncDispose]();
  await browser.close();
});

const late = (what: string) => ({ withinMs: LATE_MS, what });

describe('the page of a lab on AWS', () => {
  it('says where it is, what is estimated there, and what nobody can know', async () => {
    await using context = await browser.newContext();
    const { page, figure, complaints } = await openPage(context, paged.url);
    const before = await figure('put');
    await eventually(async () => (await figure('put')) > before || undefined, late('records'));
    const where = await page.locator('.where').innerText();
    expect(where).toContain('aws · 123456789012 · eu-west-1');
    expect(where).not.toContain('not AWS');
    expect(await page.locator('.not-here').innerText()).toContain('AWS does not show it');

    const firehose = page.locator('.panel-firehose');
    expect(await firehose.locator('[data-basis=estimated]').innerText()).toBe('estimated');
    expect(await firehose.innerText()).toContain('This Firehose does not say what it holds');
    await page.locator('[data-object]').first().waitFor();
    // Which trigger it was, and when, is known from the object and a listing alone.
    const objects = page.locator('.panel-objects');
    expect(await objects.locator('.panel-head .badge').innerText()).toBe('estimated');
    expect(await objects.innerText()).toContain('follows from its size');
    const hop = page.locator('[data-hop=s3]');
    expect(await hop.locator('.badge').innerText()).toBe('estimated');
    expect(await page.locator('.hop .badge').count()).toBe(1);
    expect(await page.locator('.panel-latency').innerText()).not.toContain('An emulator');
    expect(await page.locator('[data-figure=balance]').innerText()).toContain('balance');
    expect(complaints).toEqual([]);
  });

  it('offers nothing that AWS has not, by button or by key', async () => {
    await using context = await browser.newContext();
    const { page } = await openPage(context, paged.url);
    const posted: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posted.push(request.url());
    });
    for (const name of ['Pause', 'Step', 'Faults']) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
    }
    expect(await page.getByLabel('Speed').count()).toBe(0);
    for (const key of ['Space', 'ArrowRight', 'f']) await page.keyboard.press(key);
    await page.keyboard.press('?');
    await page.locator('dialog kbd').first().waitFor();
    expect(await page.locator('dialog').count()).toBe(1);
    const keys = await page.locator('dialog kbd').allInnerTexts();
    expect(keys).toContain('n');
    for (const key of ['Space', '→', 'f']) expect(keys).not.toContain(key);
    expect(posted).toEqual([]);
    expect(await page.locator('.refusal').count()).toBe(0);
  });

  it('asks before it changes what costs money, and does it through AWS’s own calls', async () => {
    await using context = await browser.newContext();
    const { page, told } = await openPage(context, paged.url);
    const asked: string[] = [];
    let says = false;
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void (says ? dialog.accept() : dialog.dismiss());
    });
    await page.getByRole('button', { name: 'Split s0' }).click();
    await eventually(() => asked.length === 1 || undefined, late('a question'));
    expect(asked[0]).toContain('each shard costs by the hour');
    expect(await told('split')).toEqual([]);

    says = true;
    await page.getByRole('button', { name: 'Split s0' }).click();
    await eventually(async () => (await told('split'))[0], late('the split in the log'));
    expect((await paged.aws.sources.stream(0)).shards.length).toBe(4);
  });
});
