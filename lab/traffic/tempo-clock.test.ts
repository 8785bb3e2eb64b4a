import { describe, expect, it } from 'vitest';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { tempoClock } from './tempo-clock.ts';

function given() {
  const clock = virtualClock({ isBusy: () => false });
  const startAt = clock.now();
  const tempo = tempoClock(clock);
  const woken: number[] = [];
  const sleep = (ms: number, signal?: AbortSignal) =>
    void tempo.sleep(ms, signal).then(() => woken.push(clock.now() - startAt));
  return { clock, startAt, tempo, woken, sleep };
}

describe('a clock with a tempo', () => {
  it('is the other clock until it is touched', async () => {
    const { clock, tempo, woken, sleep } = given();
    sleep(1_000);
    await clock.advance(999);
    expect([tempo.now(), tempo.isApart, woken]).toEqual([clock.now(), false, []]);
    await clock.advance(1);
    expect(woken).toEqual([1_000]);
  });

  it('runs faster from now on, also for who sleeps already', async () => {
    const { clock, startAt, tempo, woken, sleep } = given();
    sleep(1_000);
    await clock.advance(500);
    tempo.tempo = 5;
    await clock.advance(99);
    expect(woken).toEqual([]);
    await clock.advance(1);
    expect(woken).toEqual([600]);
    expect(tempo.now() - startAt).toBe(1_000);
  });

  it('stands still at 0 and goes on where it stood', async () => {
    const { clock, startAt, tempo, woken, sleep } = given();
    tempo.tempo = 0;
    sleep(100);
    await clock.advance(7_200_000);
    expect([tempo.now() - startAt, woken]).toEqual([0, []]);
    tempo.tempo = 1;
    await clock.advance(100);
    expect(woken).toEqual([7_200_100]);
  });

  it('lets go of who is told to stop, whatever the tempo', async () => {
    const { clock, tempo, woken, sleep } = given();
    tempo.tempo = 0;
    const stop = new AbortController();
    sleep(100, stop.signal);
    sleep(100, AbortSignal.abort());
    await clock.advance(5);
    stop.abort();
    await clock.advance(0);
    expect(woken).toEqual([0, 5]);
  });
});
