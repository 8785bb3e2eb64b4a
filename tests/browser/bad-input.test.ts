import {
  DescribeStreamSummaryCommand,
  PutRecordCommand,
  PutRecordsCommand,
  UpdateMaxRecordSizeCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../scripts/open-browser.ts';
import {
  givenPagedLab,
  LATE_MS,
  openPage,
  type OpenPage,
  type PagedLab,
} from '../support/paged-lab.ts';
import { eventually } from '../support/eventually.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const late = (what: string) => ({ withinMs: LATE_MS, what });

/** On a machine that does other things too; left alone it is 60. */
const LEAST_FRAMES_PER_SECOND = 30;
const FRAMES_PER_SECOND = `new Promise((resolve) => {
  const until = performance.now() + 2000;
  let frames = 0;
  const count = () => performance.now() < until ? (frames++, requestAnimationFrame(count)) : resolve(frames / 2);
  requestAnimationFrame(count);
})`;

async function expectSmooth({ page }: OpenPage, what: string): Promise<void> {
  const perSecond = Number(await page.evaluate(FRAMES_PER_SECOND));
  console.log(`${what}: ${perSecond} frames a second`);
  expect(perSecond).toBeGreaterThanOrEqual(LEAST_FRAMES_PER_SECOND);
}

const MARKUP =
  '<img src=x onerror="globalThis.wasRun=true"><script>globalThis.wasRun=true</script>';
const NOT_TEXT = Uint8Array.from({ length: 256 }, (_, at) => at);

describe('what nobody would put on a stream', () => {
  it('is drawn as the text it is: markup in a name, data that is no text', async () => {
    await using paged = await givenPagedLab({ rate: 1, topology: { shards: 2, bufferSeconds: 2 } });
    await using context = await browser.newContext();
    const opened = await openPage(context, paged.url);
    const { page, complaints } = opened;
    const { kinesis, topology } = paged.lab;
    await page.keyboard.press('t');
    for (const Data of [NOT_TEXT, Buffer.from(MARKUP)]) {
      const record = { StreamName: topology.stream, PartitionKey: MARKUP, Data };
      await kinesis.send(new PutRecordCommand(record));
    }
    await page.locator('.records tbody tr', { hasText: '<img src=x' }).first().waitFor();
    await page.locator('#key').fill(MARKUP);
    // Every object is opened until the one is found that holds them.
    const found = await eventually(async () => {
      const keys = await page.locator('[data-object] button').count();
      for (let at = 0; at < keys; at++) {
        await page.locator('[data-object] button').nth(at).click();
        const raw = await page.locator('.raw').innerText();
        await page.locator('dialog[open]').getByRole('button', { name: 'Close' }).click();
        await page.locator('.raw').waitFor({ state: 'detached' });
        if (raw.includes('onerror')) return raw;
      }
      return undefined;
    }, late('an object with the markup'));
    expect(found).toContain('<script>');
    expect(await page.evaluate('globalThis.wasRun')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await expectSmooth(opened, 'markup and bytes');
  });

  it('is a record of 10 MiB: counted, and no slower for it', async () => {
    // The others come so seldom that its row is still there when a busy machine looks.
    await using paged = await givenPagedLab({ rate: 1, topology: { shards: 2, bufferSeconds: 2 } });
    await using context = await browser.newContext();
    const opened = await openPage(context, paged.url);
    const { kinesis, topology } = paged.lab;
    const StreamARN = await arnOf(paged);
    await kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 10_240 }));
    await paged.lab.advance(500);
    const Data = new Uint8Array(10 * 1_048_576 - 100);
    const record = { StreamName: topology.stream, PartitionKey: 'huge', Data };
    await kinesis.send(new PutRecordCommand(record));
    await opened.page.keyboard.press('t');
    await opened.page.locator('.records tbody tr', { hasText: 'huge' }).waitFor();
    await opened.page.keyboard.press('t');
    await expectSmooth(opened, '10 MiB');
    expect(opened.complaints).toEqual([]);
  });

  it('is 100,000 keys', async () => {
    await using paged = await givenPagedLab({ limits: 'off', rate: 0.1 });
    await using context = await browser.newContext();
    const opened = await openPage(context, paged.url);
    const { kinesis, topology } = paged.lab;
    for (let key = 0; key < 100_000; key += 500) {
      const Records = Array.from({ length: 500 }, (_, at) => ({
        PartitionKey: `key ${key + at}`,
        Data: Buffer.from('{}'),
      }));
      await kinesis.send(new PutRecordsCommand({ StreamName: topology.stream, Records }));
    }
    await eventually(
      async () =>
        (await paged.lab.sources.consumers[0]?.(Infinity))?.foreign === 100_000 || undefined,
      late('all read'),
    );
    await expectSmooth(opened, '100,000 keys');
    expect(opened.complaints).toEqual([]);
  });

  it('is 200 shards', async () => {
    await using paged = await givenPagedLab({ limits: 'off', topology: { shards: 100 } });
    await using context = await browser.newContext();
    const opened = await openPage(context, paged.url);
    const { kinesis, topology } = paged.lab;
    await kinesis.send(
      new UpdateShardCountCommand({
        StreamName: topology.stream,
        TargetShardCount: 200,
        ScalingType: 'UNIFORM_SCALING',
      }),
    );
    await opened.page.getByText('Shards · events · 200').waitFor();
    await expectSmooth(opened, '200 shards');
    const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await opened.page.evaluate(sideways)).toBe(0);
    expect(opened.complaints).toEqual([]);
  });
});

async function arnOf({ lab }: PagedLab): Promise<string | undefined> {
  const { stream: StreamName } = lab.topology;
  const { StreamDescriptionSummary: found } = await lab.kinesis.send(
    new DescribeStreamSummaryCommand({ StreamName }),
  );
  return found?.StreamARN;
}
