import { describe, expect, it } from 'vitest';
import { Tabs } from './tabs.ts';

/** Told ten times a second, from one instant to another; who answers does so every five seconds. */
function tellFor(tabs: Tabs<string>, from: number, to: number, answering: readonly string[]): void {
  for (let now = from; now <= to; now += 100) {
    tabs.tell(now);
    if (now % 5_000 === 0) for (const port of answering) tabs.hear(port, now);
  }
}

describe('Tabs', () => {
  it('says of each whether it is new', () => {
    const tabs = new Tabs<string>();
    expect(tabs.hear('a', 0)).toBe(true);
    expect(tabs.hear('a', 1)).toBe(false);
    tabs.leave('a');
    expect(tabs.hear('a', 2)).toBe(true);
  });

  it('takes one that does not answer for gone, and no other', () => {
    const tabs = new Tabs<string>();
    for (const port of ['quiet', 'alive']) tabs.hear(port, 0);
    tellFor(tabs, 0, 30_000, ['alive']);
    expect(tabs.tell(30_050)).toEqual(['alive']);
    expect(tabs.size).toBe(1);
  });

  it('keeps all when the server stood still, for minutes even', () => {
    const tabs = new Tabs<string>();
    tabs.hear('alive', 0);
    tellFor(tabs, 0, 9_000, ['alive']);
    expect(tabs.tell(120_000)).toEqual(['alive']);
    tellFor(tabs, 120_100, 180_000, ['alive']);
    expect(tabs.size).toBe(1);
  });
});
