import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

async function visit(lesson: number, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  const opened = await openPage(context, `${paged.url}#lesson=${lesson}`);
  await lessonIs(opened.page, lesson);
  return { ...opened, context };
}

const lessonIs = (page: Page, lesson: number): Promise<void> =>
  page.locator(`[data-lesson="${lesson}"]`).waitFor();

const finding = (page: Page): Promise<string> => page.locator('[data-figure=finding]').innerText();

/** What the emulator tells of itself. */
const emulatorTells = async <Told>(what: string): Promise<Told> => {
  const answer = await fetch(`${paged.lab.endpoint}/_kinlab/${what}`);
  return (await answer.json()) as Told;
};

const verdict = (page: Page): Promise<string | null> =>
  page.locator('[data-verdict]').getAttribute('data-verdict');

describe('the lessons', () => {
  it('open by their address, reveal nothing before the guess, then the shard of the typed key', async () => {
    const { page, context, complaints } = await visit(1);
    await page.locator('#key').fill('bia');
    expect(await page.locator('[data-figure=finding]').count()).toBe(0);
    expect(await page.locator('.is-pointed-at').count()).toBe(0);
    await page.getByRole('button', { name: 'All into one lane' }).click();
    const shard = /shard (s\d)/.exec(await page.locator('[data-figure=falls]').innerText())?.[1];
    expect(shard).toBeDefined();
    expect(await finding(page)).toContain(`“bia” goes to ${shard}, every time`);
    expect(await verdict(page)).toBe('right');
    expect(await page.locator('.is-pointed-at').getAttribute('id')).toBe('shards');
    await page.evaluate("location.hash = 'lesson=8'");
    await lessonIs(page, 8);
    expect(await page.locator('[data-figure=finding]').count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('answer to the keyboard alone: guess, next, back, close', async () => {
    const { page, context } = await visit(2);
    await page.keyboard.press('a');
    expect(await verdict(page)).toBe('wrong');
    expect(await page.locator('.revealed [role=status]').innerText()).toContain('within one lane');
    await page.keyboard.press('b');
    expect(await verdict(page)).toBe('wrong');
    await page.keyboard.press('.');
    await lessonIs(page, 3);
    await page.keyboard.press(',');
    await lessonIs(page, 2);
    await page.keyboard.press('Escape');
    await page.locator('.lesson').waitFor({ state: 'detached' });
    expect(new URL(page.url()).hash).toBe('');
    await page.keyboard.press('e');
    await lessonIs(page, 1);
    await page.goBack();
    await page.locator('.lesson').waitFor({ state: 'detached' });
    await context.close();
  });

  it('say which consumer was first as it was measured, and which trigger wrote the last object', async () => {
    const { page, context } = await visit(3);
    const told = page.locator('[data-figure=first]');
    await told.waitFor({ state: 'attached' });
    expect(await told.isVisible()).toBe(false);
    await page.keyboard.press('b');
    await told.waitFor();
    await page.locator('[data-verdict=right]').waitFor({ timeout: LATE_MS });
    expect(await finding(page)).toMatch(
      /seen by consumer-2 within [\d.,]+ m?s, by consumer-1 within [\d.,]+ m?s/,
    );
    await page.evaluate("location.hash = 'lesson=8'");
    await lessonIs(page, 8);
    const telling = ['[data-figure=countdown]', '[data-object]', '[data-hop=s3] .hint'];
    for (const place of telling) {
      await page.locator(place).first().waitFor({ state: 'attached' });
      expect(await page.locator(place).first().isVisible()).toBe(false);
    }
    await page.keyboard.press('a');
    for (const place of telling) await page.locator(place).first().waitFor();
    expect(await verdict(page)).toBe('wrong');
    expect(await finding(page)).toMatch(/written by time: [\d,]+ records, .* waited [\d.]+ s/);
    await context.close();
  });

  it('do with the lab what there is to be seen: slow down, split, fill a shard, crash', async () => {
    const { page, context } = await visit(4);
    const deed = page.locator('[data-deed]');
    const says = (what: RegExp) =>
      eventually(async () => what.test(await finding(page)) || undefined, {
        withinMs: LATE_MS,
        what: String(what),
      });
    await page.keyboard.press('b');
    await deed.click();
    await says(/It is slowed down now/);
    await deed.click();
    await says(/records wait for it in the stream\. A stream keeps/);
    await page.keyboard.press('.');
    await page.keyboard.press('b');
    expect(await verdict(page)).toBe('notSeenYet');
    await deed.click();
    await says(/s0 was split into s2, s3: .* All consumers have read it to its end/);
    expect(await verdict(page)).toBe('right');
    await page.keyboard.press('.');
    await page.keyboard.press('b');
    await deed.click();
    await says(/put refused ones again [1-9]\d* times and has given 0 up/);
    const { hits } = await emulatorTells<{ hits: object }>('faults');
    expect(hits).toEqual({});
    const { Metrics } = await emulatorTells<{ Metrics: readonly { MetricName: string }[] }>(
      'metrics',
    );
    expect(Metrics.map(({ MetricName }) => MetricName)).toContain(
      'WriteProvisionedThroughputExceeded',
    );
    await page.keyboard.press('.');
    await page.keyboard.press('b');
    await deed.click();
    await says(/consumer-2 has crashed/);
    await deed.click();
    await says(/[1-9]\d* deliveries were repeats/);
    expect(await verdict(page)).toBe('right');
    await context.close();
  });

  it('speak Portuguese', async () => {
    const { page, context } = await visit(1, { locale: 'pt-BR' });
    await page.getByRole('button', { name: 'Todos em uma só faixa' }).click();
    expect(await finding(page)).toContain('“ana” vai para s');
    expect(await page.locator('.lesson').innerText()).toContain('Lição 1 de 8');
    await context.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`break no rule of accessibility and no layout at 360 px, ${colorScheme}`, async () => {
      const { page, context } = await visit(5, {
        colorScheme,
        locale: 'pt-BR',
        viewport: { width: 360, height: 740 },
      });
      for (const key of ['a', '.', 'b']) {
        await page.keyboard.press(key);
        await page.evaluate(axe.source);
        const found: readonly { readonly id: string }[] = await page.evaluate(
          'axe.run().then(({ violations }) => violations)',
        );
        expect(found.map(({ id }) => id)).toEqual([]);
        const overflow: number = await page.evaluate(
          `Math.max(...[...document.querySelectorAll('html, .lesson')].map(
            ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))`,
        );
        expect(overflow).toBe(0);
      }
      await context.close();
    });
  }
});
