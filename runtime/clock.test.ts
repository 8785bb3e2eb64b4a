import { describe, expect, it } from 'vitest';
import { scaledClock, systemClock } from './clock.ts';
import { virtualClock } from './virtual-clock.ts';

describe('scaledClock', () => {
  it('lets a lab minute pass in a second at speed 60', async () => {
    const base = virtualClock();
    const lab = scaledClock(60, base);
    const start = lab.now();
    await base.advance(1_000);
    expect(lab.now() - start).toBe(60_000);
  });

  it('sleeps lab time', async () => {
    const base = virtualClock();
    const lab = scaledClock(60, base);
    let isAwake = false;
    void lab.sleep(60_000).then(() => (isAwake = true));
    await base.advance(999);
    expect(isAwake).toBe(false);
    await base.advance(1);
    expect(isAwake).toBe(true);
  });
});

describe('systemClock', () => {
  it('ends a sleep when its signal aborts', async () => {
    const stop = new AbortController();
    const asleep = systemClock.sleep(60_000, stop.signal);
    stop.abort();
    await expect(asleep).resolves.toBeUndefined();
  });
});
