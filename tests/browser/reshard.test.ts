import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../scripts/open-browser.ts';
import { givenPagedLab, LATE_MS, openPage } from '../support/paged-lab.ts';
import { eventually } from '../support/eventually.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const late = (what: string) => ({ withinMs: LATE_MS, what });

describe('splitting and merging shards from the page', () => {
  it('splits a shard: the parent drains first, then the children go on, and no order is broken', async () => {
    await using paged = await givenPagedLab({ topology: { shards: 2, bufferSeconds: 60 } });
    await using context = await browser.newContext();
    const { page, told } = await openPage(context, paged.url);
    await page.locator('[data-shard]').first().waitFor();
    await page.getByRole('button', { name: 'Split s0' }).click();
    await page.locator('[data-draining=shardId-000000000000]').waitFor();
    expect((await told('split'))[0]).toContain('s0 was split into s2, s3');
    const lanes = page.locator('.lane-labels [data-shard]');
    await eventually(async () => (await lanes.count()) === 3 || undefined, late('three lanes'));
    expect(
      await lanes.evaluateAll((items) => items.map((item) => item.getAttribute('data-shard'))),
    ).toEqual(['shardId-000000000002', 'shardId-000000000003', 'shardId-000000000001']);

    await page.getByRole('button', { name: 'Merge s2+s3' }).click();
    await eventually(async () => (await told('merged'))[0], late('the merge in the log'));
    await eventually(async () => (await lanes.count()) === 2 || undefined, late('two lanes'));
    const seen = paged.lab.status().put;
    await eventually(() => paged.lab.status().put > seen + 50 || undefined, late('records'));
    const { books } = await paged.lab.report();
    expect(Object.values(books.consumers).map(({ outOfOrder }) => outOfOrder)).toEqual([0, 0]);
  });

  it('shows that each consumer reads the parent to its end before it comes to the children', async () => {
    await using paged = await givenPagedLab({ topology: { shards: 2, bufferSeconds: 60 } });
    await using context = await browser.newContext();
    const { page, told } = await openPage(context, paged.url);
    // One of them has much to read of the parent, and takes its time.
    const fraud = page.locator('[data-consumer=consumer-2]');
    await fraud.getByRole('button', { name: 'Slow down' }).click();
    await fraud.locator('.badge', { hasText: 'a batch' }).waitFor();
    await fraud.getByRole('button', { name: 'Kill' }).click();
    const behind = fraud.locator('[data-figure=behind]');
    await eventually(async () => Number(await behind.innerText()) > 60 || undefined, late('lag'));
    await page.evaluate(NOTE_POSITIONS);
    await page.getByRole('button', { name: 'Split s0' }).click();
    await page.locator('[data-draining=shardId-000000000000]').waitFor();
    await fraud.getByRole('button', { name: 'Start' }).click();

    for (const name of ['consumer-1', 'consumer-2']) {
      const noted = await eventually(
        async () => {
          const all = await page.evaluate<Record<string, Positions[]>>('globalThis.noted');
          const of = all[name] ?? [];
          return CHILDREN.every((child) => of.some(hasRead(child))) ? of : undefined;
        },
        late(`${name} at the children`),
      );
      const parentUntil = noted.findLastIndex((positions) => 's0' in positions);
      const childrenFrom = CHILDREN.map((child) => noted.findIndex(hasRead(child)));
      expect(parentUntil, name).toBeGreaterThanOrEqual(0);
      expect(Math.min(...childrenFrom), name).toBeGreaterThan(parentUntil);
    }
    // The newest first: the split, and then of each that it is through with the parent.
    const log = await page.locator('[data-kind=split], [data-kind=drained]').allInnerTexts();
    expect(log.length).toBe(3);
    expect(log[2]).toContain('s0 was split into s2, s3');
    expect(
      (await told('drained')).toSorted((one, other) => (one.slice(9) < other.slice(9) ? -1 : 1)),
    ).toEqual([
      expect.stringContaining('consumer-1 has read s0 to its end'),
      expect.stringContaining('consumer-2 has read s0 to its end'),
    ]);
  });
});

const CHILDREN = ['s2', 's3'];
const NOWHERE = '–';

/** Of one consumer, by shard: the end of the sequence number that it has done last, as the page shows it. */
type Positions = Readonly<Record<string, string>>;

const hasRead =
  (shard: string) =>
  (positions: Positions): boolean =>
    (positions[shard] ?? NOWHERE) !== NOWHERE;

/** In the page: keeps, for each consumer, what its table of positions has shown, one after another. */
const NOTE_POSITIONS = `
  globalThis.noted = {};
  const note = () => {
    requestAnimationFrame(note);
    for (const consumer of document.querySelectorAll('[data-consumer]')) {
      const rows = [...consumer.querySelectorAll('.readings tbody tr')];
      const now = Object.fromEntries(
        rows.map(({ cells }) => [cells[0].innerText, cells[3].innerText.split(' ')[0]]),
      );
      (globalThis.noted[consumer.dataset.consumer] ??= []).push(now);
    }
  };
  note();
`;
