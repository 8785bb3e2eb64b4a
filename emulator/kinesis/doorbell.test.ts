import { describe, expect, it } from 'vitest';
import { virtualClock, type VirtualClock } from '#runtime/virtual-clock.ts';
import { Alarm, Doorbell } from './doorbell.ts';

describe('Doorbell', () => {
  it('is heard when it rings later', async () => {
    const bell = new Doorbell();
    const heard = bell.heard();
    bell.ring();
    await expect(heard).resolves.toBeUndefined();
  });

  it('is heard when it has rung before, once', async () => {
    const bell = new Doorbell();
    bell.ring();
    bell.ring();
    await bell.heard();
    let isHeardAgain = false;
    const again = bell.heard().then(() => (isHeardAgain = true));
    await virtualClock().advance(1);
    expect(isHeardAgain).toBe(false);
    bell.ring();
    await again;
  });
});

/** The instants, counted from now, at which the bell is heard. */
function listen(clock: VirtualClock, bell: Doorbell): number[] {
  const start = clock.now();
  const heard: number[] = [];
  void (async () => {
    for (;;) {
      await bell.heard();
      heard.push(clock.now() - start);
    }
  })();
  return heard;
}

describe('Alarm', () => {
  it('rings at its instant', async () => {
    const clock = virtualClock();
    const bell = new Doorbell();
    const heard = listen(clock, bell);
    new Alarm(clock, bell).setFor(clock.now() + 100);
    await clock.advance(1_000);
    expect(heard).toEqual([100]);
  });

  it('rings at the earlier of two instants only, in either order', async () => {
    for (const instants of [
      [100, 300],
      [300, 100],
    ]) {
      const clock = virtualClock();
      const bell = new Doorbell();
      const heard = listen(clock, bell);
      const alarm = new Alarm(clock, bell);
      for (const instant of instants) alarm.setFor(clock.now() + instant);
      await clock.advance(1_000);
      expect(heard).toEqual([100]);
    }
  });

  it('can be set again after it has rung', async () => {
    const clock = virtualClock();
    const bell = new Doorbell();
    const heard = listen(clock, bell);
    const alarm = new Alarm(clock, bell);
    alarm.setFor(clock.now() + 100);
    await clock.advance(150);
    alarm.setFor(clock.now() + 100);
    await clock.advance(1_000);
    expect(heard).toEqual([100, 250]);
  });

  it('does not ring once it is stopped', async () => {
    const clock = virtualClock();
    const bell = new Doorbell();
    const heard = listen(clock, bell);
    const alarm = new Alarm(clock, bell);
    alarm.setFor(clock.now() + 100);
    alarm.stop();
    await clock.advance(1_000);
    expect(heard).toEqual([]);
  });
});
