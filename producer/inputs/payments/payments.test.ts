import { describe, expect, it } from 'vitest';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock, type VirtualClock } from '#runtime/virtual-clock.ts';
import type { InputItem } from '../input.ts';
import { cardsFor, paymentsInput } from './payments.ts';

const START_AT = Date.parse('2026-01-01T00:00:00.000Z');

interface Seen {
  readonly item: InputItem;
  readonly seenAt: number;
}

/** Fills the list it returns while time passes on `clock`; takes `msPerItem` over each. */
function read(
  clock: VirtualClock,
  { signal = new AbortController().signal, msPerItem = 0, rate = 50 } = {},
): Seen[] {
  const seen: Seen[] = [];
  const input = paymentsInput({ clock, random: seededRandom(7), rate });
  void (async () => {
    for await (const item of input.items(signal)) {
      if ('refused' in item) throw new Error('payments refuse nothing');
      seen.push({ item, seenAt: clock.now() });
      if (msPerItem > 0) await clock.sleep(msPerItem);
    }
  })();
  return seen;
}

describe('the payments input', () => {
  it('yields a payment at the millisecond at which it happens', async () => {
    const clock = virtualClock();
    const seen = read(clock);
    await clock.advance(60_000);
    expect(seen.length).toBeGreaterThan(2_500);
    for (const { item, seenAt } of seen) expect(Math.abs(seenAt - item.eventAt)).toBeLessThan(2);
  });

  it('keys each payment by its card', async () => {
    const clock = virtualClock();
    const seen = read(clock);
    await clock.advance(5_000);
    expect(seen.every(({ item }) => item.key === item.data['card'])).toBe(true);
  });

  it('yields the same items to a slow reader as to a quick one', async () => {
    const [quick, slow] = [virtualClock(), virtualClock()];
    const byQuick = read(quick);
    const bySlow = read(slow, { msPerItem: 40 });
    await quick.advance(10_000);
    await slow.advance(20_000);
    const count = 400;
    expect(bySlow.length).toBeGreaterThan(count);
    expect(bySlow.slice(0, count).map(({ item }) => item)).toEqual(
      byQuick.slice(0, count).map(({ item }) => item),
    );
  });

  it('tells the truth beside the data and not in it', async () => {
    const clock = virtualClock();
    const seen = read(clock, { rate: 500 });
    await clock.advance(120_000);
    const planted = seen.filter(({ item }) => item.truth !== undefined);
    expect(planted.length).toBeGreaterThan(50);
    for (const { item } of planted) {
      expect(item.truth).toMatch(/^[a-z-]+#\d+$/);
      expect(JSON.stringify(item.data)).not.toContain(item.truth?.replace(/#.*/, ''));
    }
  });

  it('ends when it is told to stop', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const seen = read(clock, { signal: stop.signal });
    await clock.advance(1_000);
    const before = seen.length;
    stop.abort();
    await clock.advance(1_000);
    expect(seen.length).toBe(before);
  });

  it('begins when it is asked for items', async () => {
    const clock = virtualClock({ start: new Date(START_AT).toISOString() });
    const input = paymentsInput({ clock, random: seededRandom(7), rate: 50 });
    await clock.advance(5_000);
    const items = input.items(new AbortController().signal)[Symbol.asyncIterator]();
    const first = items.next();
    await clock.advance(1_000);
    const { value } = await first;
    expect(value).toMatchObject({ eventAt: expect.any(Number) });
    expect(value.eventAt).toBeGreaterThanOrEqual(START_AT + 5_000);
  });

  it('has so many cards that each pays once in about six seconds, within bounds', () => {
    expect([1, 50, 500, 100_000].map(cardsFor)).toEqual([200, 300, 3_000, 5_000]);
  });
});
