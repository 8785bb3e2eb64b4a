import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { scaledClock, type ScaledClock } from './scaled-clock.ts';

const SPEED = 600;

let clock: ScaledClock;
afterEach(() => clock.stop());
const given = (): ScaledClock => (clock = scaledClock({ speed: SPEED, isBusy: () => false }));

describe('scaledClock', () => {
  it('wakes each sleeper at exactly its instant', async () => {
    const { now, sleep } = given();
    const start = now();
    const naps = [30_000, 10_000, 20_000];
    const woken: number[] = [];
    const asleep = naps.map((ms) =>
      sleep(ms + start - now()).then(() => woken.push(now() - start)),
    );
    await Promise.all(asleep);
    expect(woken).toEqual([10_000, 20_000, 30_000]);
  });

  it('is never faster than its speed allows', async () => {
    const { sleep } = given();
    const startedAt = systemClock.now();
    await sleep(60_000);
    expect(systemClock.now() - startedAt).toBeGreaterThanOrEqual(60_000 / SPEED - 2);
  });

  it('flows while nobody sleeps', async () => {
    const { now } = given();
    const start = now();
    await systemClock.sleep(20);
    expect(now() - start).toBeGreaterThan(10 * SPEED);
  });

  it('stands still while there is work to do, so that slow work is not measured as waiting', async () => {
    const { now, sleep } = given();
    const start = now();
    await sleep(1_000);
    const until = performance.now() + 20;
    while (performance.now() < until);
    expect(now() - start).toBe(1_000);
  });

  it('ends a sleep when its signal aborts', async () => {
    const stop = new AbortController();
    const asleep = given().sleep(3_600_000, stop.signal);
    stop.abort();
    await expect(asleep).resolves.toBeUndefined();
  });

  it('wakes somebody who lies down for less than the others', async () => {
    const { now, sleep } = given();
    const start = now();
    void sleep(3_600_000);
    await systemClock.sleep(5);
    await sleep(500);
    expect(now() - start).toBeLessThan(60_000);
  });
});
