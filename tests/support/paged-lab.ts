import type { BrowserContext, Page } from 'playwright-core';
import { startLabDashboard } from '#lab/page/lab-dashboard.ts';
import { startLab, type Lab, type LabOptions } from '#lab/start-lab.ts';
import { paymentsInput } from '#producer/inputs/payments/payments.ts';
import { silentLog } from '#runtime/log.ts';

/** For anything that the page does, on a machine that does other things too. */
export const LATE_MS = 45_000;

export interface PagedLab extends AsyncDisposable {
  readonly lab: Lab;
  readonly url: string;
  readonly port: number;
  readonly clients: () => number;
}

/** A lab with its page, on ports of its own. */
export async function givenPagedLab(
  options: Partial<LabOptions> & { readonly rate?: number; readonly dashboardPort?: number } = {},
): Promise<PagedLab> {
  const { rate = 50, dashboardPort = 0, ...rest } = options;
  const lab = await startLab({
    clock: { speed: 1 },
    seed: 7,
    input: ({ clock, random }) => paymentsInput({ clock, random, rate }),
    ...rest,
  });
  const dashboard = await startLabDashboard(lab, { port: dashboardPort, log: silentLog });
  return {
    lab,
    url: dashboard.url,
    port: Number(new URL(dashboard.url).port),
    clients: dashboard.clients,
    [Symbol.asyncDispose]: async () => {
      lab.steering?.resume();
      await dashboard.close();
      await lab.stop();
    },
  };
}

/** A page that has connected and shows figures, and everything that went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly figure: (name: string) => Promise<number>;
  /** Rows of the log of that kind, the newest first. */
  readonly told: (kind: string) => Promise<string[]>;
}

export async function openPage(context: BrowserContext, url: string): Promise<OpenPage> {
  const page = await context.newPage();
  page.setDefaultTimeout(LATE_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.locator('[data-figure=put]').waitFor();
  return {
    page,
    complaints,
    figure: async (name) => {
      const text = await page.locator(`[data-figure=${name}]`).first().innerText();
      return Number(text.replaceAll(/[^\d]/g, ''));
    },
    told: (kind) => page.locator(`[data-kind=${kind}]`).allInnerTexts(),
  };
}
