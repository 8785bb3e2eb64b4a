import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lab } from '#lab/start-lab.ts';
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

describe('the time of the lab, from its page', () => {
  it('pauses: nothing moves; steps: to exactly the next call of AWS; resumes', async () => {
    let labNow = (): number => 0;
    const called: { readonly at: number; readonly what: string }[] = [];
    await using paged = await givenPagedLab({
      intercept: ({ headers, path }) => {
        called.push({ at: labNow(), what: headers['x-amz-target'] ?? path });
        return undefined;
      },
    });
    await using context = await browser.newContext();
    const { page, figure } = await openPage(context, paged.url);
    const { lab } = paged;
    labNow = lab.clock.now;
    await page.keyboard.press('Space');
    await page.locator('.time.is-paused').waitFor();
    called.length = 0;
    const paused = { at: lab.clock.now(), put: lab.status().put };
    await systemClock.sleep(400);
    expect({ at: lab.clock.now(), put: lab.status().put }).toEqual(paused);
    expect(await figure('put')).toBe(paused.put);

    expect(called).toEqual([]);
    for (let steps = 0; steps < 12; steps++) {
      const before = (await clockOf(lab)).now;
      await page.keyboard.press('ArrowRight');
      await eventually(() => called.length > 0 || undefined, late('a step'));
      await systemClock.sleep(200);
      // One call of AWS, at the moment at which the clock stands, and nothing since.
      const now = Date.parse((await clockOf(lab)).now);
      expect(called.splice(0)).toEqual([{ at: now, what: expect.any(String) }]);
      expect(now).toBeGreaterThanOrEqual(Date.parse(before));
      expect(now).toBe(lab.clock.now());
    }
    expect(lab.clock.now()).toBeGreaterThan(paused.at);

    await page.keyboard.press('Space');
    await eventually(() => lab.status().put > paused.put + 20 || undefined, late('records'));
  });

  it('changes the speed of time', async () => {
    await using paged = await givenPagedLab();
    await using context = await browser.newContext();
    const { page } = await openPage(context, paged.url);
    await page.getByLabel('Speed').selectOption('60');
    await eventually(() => paged.lab.steering?.pace().speed === 60 || undefined, late('speed'));
    await page.locator('[data-object]').first().waitFor();
    expect(await page.locator('[data-object]').first().innerText()).toContain('by time');
  });
});

/** As programs are told it. */
async function clockOf({ endpoint }: Lab): Promise<{ readonly now: string }> {
  const response = await fetch(new URL('/_kinlab/clock', endpoint));
  return (await response.json()) as { readonly now: string };
}
