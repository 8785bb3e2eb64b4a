import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireResponse } from '#emulator/index.ts';
import { systemClock } from '#runtime/clock.ts';
import { openBrowser } from '../../scripts/open-browser.ts';
import { givenPagedLab, LATE_MS, openPage } from '../support/paged-lab.ts';
import { eventually } from '../support/eventually.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const late = (what: string) => ({ withinMs: LATE_MS, what });

describe('steering the lab from its page', () => {
  it('kills a consumer, shows its lag, and what comes again after its start', async () => {
    await using paged = await givenPagedLab();
    await using context = await browser.newContext();
    const { page, told } = await openPage(context, paged.url);
    const fraud = page.locator('[data-consumer=consumer-2]');
    await fraud.getByRole('button', { name: 'Kill' }).click();
    await fraud.locator('.badge', { hasText: 'killed' }).waitFor();
    const behind = fraud.locator('[data-figure=behind]');
    await eventually(async () => Number(await behind.innerText()) > 30 || undefined, late('lag'));
    await fraud.getByRole('button', { name: 'Start' }).click();
    await eventually(
      async () => Number(await behind.innerText()) < 30 || undefined,
      late('no lag'),
    );
    expect([...(await told('killed')), ...(await told('started'))].length).toBe(2);
    await fraud.getByText('repeats').waitFor();
    expect(await page.locator('[data-figure=balance]').innerText()).toContain('balance');
    await paged.lab.traffic?.stopProducing();
    await eventually(
      () => paged.lab.status().consumers.every((one) => one.behind === 0) || undefined,
      late('everything read'),
    );
    const { books } = await paged.lab.report();
    expect(books.consumers['consumer-2']?.missing).toBe(0);
    expect(books.consumers['consumer-2']?.duplicates).toBeGreaterThan(0);
  });

  it('slows a consumer down and lets it catch up', async () => {
    await using paged = await givenPagedLab();
    await using context = await browser.newContext();
    const { page } = await openPage(context, paged.url);
    const monitoring = page.locator('[data-consumer=consumer-1]');
    await monitoring.getByRole('button', { name: 'Slow down' }).click();
    await monitoring.locator('.badge', { hasText: 'a batch' }).waitFor();
    await monitoring.getByRole('button', { name: 'Full speed' }).click();
    await monitoring.locator('.badge').waitFor({ state: 'detached' });
  });

  it('makes a fault that is seen in log and counters, loses nothing, and ends by itself', async () => {
    await using paged = await givenPagedLab({ topology: { shards: 2, bufferSeconds: 3 } });
    await using context = await browser.newContext();
    const { page, told } = await openPage(context, paged.url);
    await page.keyboard.press('f');
    await page
      .getByText('aws:kinesis:inject-api-provisioned-throughput-exception')
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Writes throttled' }).click();
    await page.locator('.fault-on', { hasText: 'Watch the producer' }).waitFor();
    const refused = await eventually(async () => (await told('refused'))[0], late('a refusal'));
    expect(refused).toMatch(/ProvisionedThroughputExceededException × \d+/);
    const retries = page.locator('.panel-producer .figure', { hasText: 'retries' }).locator('dd');
    await eventually(
      async () => Number(await retries.innerText()) > 0 || undefined,
      late('retries'),
    );
    await paged.lab.advance(20_000);
    await page.locator('.fault-on').waitFor({ state: 'detached' });
    expect((await told('fault-off')).length).toBe(1);
    await page.keyboard.press('f');
    const { hits } = paged.lab.faults.told();
    const line = page.locator('dialog .faults li', { hasText: 'Writes throttled' });
    await line.getByText(`× ${Object.values(hits).reduce((sum, one) => sum + one, 0)}`).waitFor();
    expect(paged.lab.status().failed).toBe(0);
  });

  it('turns the producer: faster, of one key, larger; stops it, and lets it be as it was', async () => {
    await using paged = await givenPagedLab();
    await using context = await browser.newContext();
    const { page, figure } = await openPage(context, paged.url);
    const producer = page.locator('.panel-producer');
    const shown = async (name: string): Promise<number> => {
      const value = producer.locator('.figure', { hasText: name }).locator('dd');
      return Number.parseFloat((await value.innerText()).replaceAll(',', ''));
    };
    await producer.getByLabel('rate').selectOption('× 10');
    await eventually(async () => (await shown('rate')) > 300 || undefined, late('500 a second'));
    await producer.getByLabel('rate').selectOption('× 1');
    await eventually(async () => (await shown('rate')) < 80 || undefined, late('50 a second'));

    await producer.getByLabel('keys').selectOption('1');
    await page.locator('.badge', { hasText: 'HOT' }).waitFor({ state: 'detached' });
    await eventually(
      async () =>
        (await producer.locator('.busiest li').first().innerText()).includes('100 %') || undefined,
      late('one key'),
    );
    await producer.getByLabel('size').selectOption('≥ 10 KiB');
    const size = producer.locator('.figure', { hasText: 'size' }).locator('dd');
    await eventually(
      async () => /^10(\.\d)? KiB$/.test(await size.innerText()) || undefined,
      late('10 KiB'),
    );

    await producer.getByLabel('rate').selectOption('stopped');
    await systemClock.sleep(500);
    const put = await figure('put');
    await systemClock.sleep(1_000);
    expect(await figure('put')).toBe(put);
    await producer.getByLabel('rate').selectOption('× 1');
    await eventually(async () => (await figure('put')) > put || undefined, late('it goes on'));
    expect(await page.locator('[data-figure=balance]').innerText()).toContain('balance');
  });

  it('turns the books red when a record is lost to a consumer, while others flow', async () => {
    let isLying = false;
    await using paged = await givenPagedLab({
      intercept: ({ headers, body }) => {
        if (!isLying || !headers['x-amz-target']?.endsWith('.PutRecords')) return undefined;
        isLying = false;
        return acknowledgement(Buffer.from(body).toString());
      },
    });
    await using context = await browser.newContext();
    const { page } = await openPage(context, paged.url);
    const balance = page.locator('[data-figure=balance]');
    expect(await balance.innerText()).toContain('The books balance');
    isLying = true;
    await page.locator('[data-figure=balance].is-bad').waitFor();
    expect(isLying).toBe(false);
    expect(await balance.innerText()).toContain('do not balance');
    await page.getByRole('alert').filter({ hasText: 'they are lost to it' }).waitFor();
  });
});

/** As if Kinesis had taken all of it, and lost it. */
function acknowledgement(body: string): WireResponse {
  const { Records } = JSON.parse(body) as { readonly Records: readonly object[] };
  const taken = Records.map((_, at) => ({
    ShardId: 'shardId-000000000000',
    SequenceNumber: `${at}`,
  }));
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify({ FailedRecordCount: 0, Records: taken })),
  };
}
