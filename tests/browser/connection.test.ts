import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLabDashboard } from '#lab/page/lab-dashboard.ts';
import { silentLog } from '#runtime/log.ts';
import { openBrowser } from '../../scripts/open-browser.ts';
import { givenPagedLab, LATE_MS, openPage } from '../support/paged-lab.ts';
import { eventually } from '../support/eventually.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const late = (what: string) => ({ withinMs: LATE_MS, what });

describe('the way from the lab to its page', () => {
  it('serves twelve tabs, all live, over one connection', async () => {
    await using paged = await givenPagedLab();
    await using context = await browser.newContext();
    const tabs = [];
    for (let tab = 0; tab < 12; tab++) tabs.push(await openPage(context, paged.url));
    for (const { figure } of tabs) {
      const before = await figure('put');
      await eventually(async () => (await figure('put')) > before || undefined, late('a live tab'));
    }
    expect(paged.clients()).toBe(1);

    for (const { page } of tabs.slice(1)) await page.close();
    const [left] = tabs;
    const before = (await left?.figure('put')) ?? 0;
    await eventually(
      async () => ((await left?.figure('put')) ?? 0) > before || undefined,
      late('the tab that is left'),
    );
  });

  it('asks nothing of the lab while nobody looks', async () => {
    await using paged = await givenPagedLab();
    const context = await browser.newContext();
    await openPage(context, paged.url);
    expect(paged.clients()).toBe(1);
    await context.close();
    await eventually(() => paged.clients() === 0 || undefined, late('nobody connected'));
  });

  it('reconnects to a server that was away: no row twice, figures right, commands work', async () => {
    await using paged = await givenPagedLab({ topology: { shards: 2, bufferSeconds: 2 } });
    const first = await startLabDashboard(paged.lab, { port: 0, log: silentLog });
    await using context = await browser.newContext();
    const { page, figure, complaints } = await openPage(context, first.url);
    await page.locator('[data-object]').first().waitFor();
    await first.close();
    await page.locator('.connection.is-lost').waitFor();
    expect(await page.locator('.connection').innerText()).toBe('reconnecting');
    expect(complaints.every((text) => /Failed to load|ERR_/.test(text))).toBe(true);

    const port = Number(new URL(first.url).port);
    const second = await startLabDashboard(paged.lab, { port, log: silentLog });
    try {
      expect(second.url).toBe(first.url);
      await page.locator('.connection.is-live').waitFor();
      const keys = await page
        .locator('[data-object]')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-object')));
      expect(new Set(keys).size).toBe(keys.length);
      await paged.lab.traffic?.stopProducing();
      const { put } = paged.lab.status();
      await eventually(async () => (await figure('put')) === put || undefined, late('the figure'));
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.locator('.time.is-paused').waitFor();
    } finally {
      paged.lab.steering?.resume();
      await second.close();
    }
  });

  it('comes back to a server in whose place something else has answered', async () => {
    await using paged = await givenPagedLab();
    const first = await startLabDashboard(paged.lab, { port: 0, log: silentLog });
    const port = Number(new URL(first.url).port);
    await using context = await browser.newContext();
    const { page } = await openPage(context, first.url);
    await first.close();
    const proxy = createServer((_request, response) => response.writeHead(502).end());
    await once(proxy.listen(port, '127.0.0.1'), 'listening');
    await once(proxy, 'request');
    await page.locator('.connection.is-lost').waitFor();
    await new Promise((closed) => {
      proxy.close(closed);
      proxy.closeAllConnections();
    });
    const second = await startLabDashboard(paged.lab, { port, log: silentLog });
    await page.locator('.connection.is-live').waitFor();
    await second.close();
  });
});
