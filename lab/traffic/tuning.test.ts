import { describe, expect, it } from 'vitest';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { Tuner } from './tuning.ts';

const clock = virtualClock({ isBusy: () => false });
const item = (key: string) => ({ key, eventAt: 7, data: { amount: 1 } });

describe('what a person turns at the producer', () => {
  it('changes nothing while nothing is turned', () => {
    const given = item('ana');
    expect(new Tuner(clock).apply(given)).toBe(given);
  });

  it('leaves so many keys, the first ones that come, and each other one is always the same', () => {
    const tuner = new Tuner(clock);
    tuner.tune({ keys: 3 });
    const names = Array.from({ length: 50 }, (_, at) => `card ${at}`);
    const became = names.map((name) => tuner.apply(item(name)).key);
    expect(new Set(became)).toEqual(new Set(names.slice(0, 3)));
    expect(names.map((name) => tuner.apply(item(name)).key)).toEqual(became);
    tuner.tune({ keys: 1 });
    expect(new Set(names.map((name) => tuner.apply(item(name)).key))).toEqual(new Set(['card 0']));
    tuner.tune({ keys: undefined });
    expect(tuner.apply(item('bea')).key).toBe('bea');
  });

  it('makes records at least so large, and keeps what is in them', () => {
    const tuner = new Tuner(clock);
    tuner.tune({ bytes: 10_240 });
    const { data } = tuner.apply(item('ana'));
    expect(data).toMatchObject({ amount: 1 });
    expect(Math.abs(JSON.stringify(data).length - 10_240)).toBeLessThan(100);
  });

  it('dates items by the lab once their input has a time of its own', () => {
    const tuner = new Tuner(clock);
    tuner.tune({ tempo: 2 });
    expect(tuner.apply(item('ana')).eventAt).toBe(clock.now());
    expect(tuner.tuning).toEqual({ tempo: 2, keys: undefined, bytes: undefined });
  });
});
