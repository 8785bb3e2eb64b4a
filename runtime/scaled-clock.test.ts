import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { scaledClock, type ScaledClock } from './scaled-clock.ts';

const SPEED = 600;

let clock: ScaledClock;
afterEach(() => clock.stop());
const given = (speed = SPEED): ScaledClock => (clock = scaledClock({ speed, isBusy: () => false }));

describe('scaledClock', () => {
  it('wakes each sleeper at exactly its instant', async () => {
    const { now, sleep, pause, resume } = given();
    // Otherwise a millisecond may pass, and 600 on this clock, before all of them lie.
    pause();
    const start = now();
    const woken: number[] = [];
    const asleep = [30_000, 10_000, 20_000].map((ms) =>
      sleep(ms).then(() => woken.push(now() - start)),
    );
    resume();
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
    const { now, sleep, pause, resume } = given();
    pause();
    const start = now();
    const asleep = sleep(1_000);
    resume();
    await asleep;
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

describe('steering a scaled clock', () => {
  it('stands still while it is paused, and goes on from there', async () => {
    const { now, sleep, pause, resume, pace } = given();
    let isAwake = false;
    const asleep = sleep(3_000).then(() => (isAwake = true));
    pause();
    const pausedAt = now();
    await systemClock.sleep(30);
    expect({ now: now(), isAwake, pace: pace() }).toEqual({
      now: pausedAt,
      isAwake: false,
      pace: { speed: SPEED, isPaused: true },
    });
    resume();
    await asleep;
    expect(now() - pausedAt).toBeLessThanOrEqual(3_000);
  });

  it('steps to the next sleeper at whose instant something happened, and no further', async () => {
    const { now, sleep, pause, step } = given(1);
    pause();
    const start = now();
    const happened: number[] = [];
    for (const ms of [300, 100, 200]) void sleep(ms).then(() => happened.push(now() - start));
    void sleep(50);
    for (const expected of [[100], [100, 200], [100, 200, 300]]) {
      const before = happened.length;
      expect(await step(() => happened.length > before)).toBe(true);
      expect(happened).toEqual(expected);
    }
    await systemClock.sleep(10);
    expect(now() - start).toBe(300);
  });

  it('does not step while it runs, nor where nothing will happen', async () => {
    const { step, pause } = given();
    expect(await step(() => true)).toBe(false);
    pause();
    expect(await step(() => true)).toBe(false);
  });

  it('advances as fast as work allows, each sleeper at its instant, and stays paused', async () => {
    const { now, sleep, pause, advance } = given(1);
    pause();
    const start = now();
    const woken: number[] = [];
    const loop = (async () => {
      for (let times = 0; times < 5; times++) {
        await sleep(1_000);
        woken.push(now() - start);
      }
    })();
    await advance(4_500);
    expect(woken).toEqual([1_000, 2_000, 3_000, 4_000]);
    expect(now() - start).toBe(4_500);
    await advance(500);
    await loop;
  });

  it('changes its speed without a jump', async () => {
    const { now, setSpeed } = given(1);
    const before = now();
    setSpeed(600);
    expect(now() - before).toBeLessThan(600 * 5);
    await systemClock.sleep(20);
    expect(now() - before).toBeGreaterThan(600 * 10);
  });

  it('flows at speed 1: work takes the time that it takes', async () => {
    const { now, sleep } = given(1);
    await sleep(5);
    const start = now();
    const until = performance.now() + 20;
    while (performance.now() < until);
    expect(now() - start).toBeGreaterThanOrEqual(19);
  });

  it('wakes at speed 1 as a system clock does, also for a loop that sleeps no time at all', async () => {
    const { sleep } = given(1);
    let turns = 0;
    setImmediate(() => (turns += 1));
    for (let times = 0; times < 100; times++) await sleep(0);
    expect(turns).toBe(1);
    const startedAt = performance.now();
    await sleep(30);
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThanOrEqual(29);
    expect(tookMs).toBeLessThan(200);
  });
});
