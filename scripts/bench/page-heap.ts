import type { Page } from 'playwright-core';

/** Says what a page keeps in memory, in MB, whenever it is asked; what nobody holds is collected first. */
export async function heapOf(tab: Page): Promise<() => Promise<number>> {
  const devTools = await tab.context().newCDPSession(tab);
  await devTools.send('Performance.enable');
  return async () => {
    await devTools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devTools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1_000_000;
  };
}
