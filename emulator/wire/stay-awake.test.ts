import { describe, expect, it } from 'vitest';
import { StayAwake } from './stay-awake.ts';

/** A process whose turns take a sixteenth of a millisecond each. */
function givenProcess() {
  let nowMs = 0;
  const waiting: (() => void)[] = [];
  const awake = new StayAwake({ nowMs: () => nowMs, nextTurn: (work) => void waiting.push(work) });
  return {
    after: (ms: number): void => void (nowMs += ms),
    call: (): void => {
      awake.heard();
      awake.answered();
    },
    /** How many turns it takes until nothing is left to do. */
    turns: (): number => {
      let count = 0;
      for (let work = waiting.shift(); work; work = waiting.shift()) {
        count += 1;
        nowMs += 1 / 16;
        work();
      }
      return count;
    },
    waiting,
  };
}

describe('StayAwake', () => {
  it('lets the process sleep after a client that calls now and then', () => {
    const { call, after, turns } = givenProcess();
    for (let calls = 0; calls < 3; calls++) {
      call();
      expect(turns()).toBe(0);
      after(1);
    }
  });

  it('looks for more after one that called again at once, and no longer than that is worth', () => {
    const { call, after, turns } = givenProcess();
    call();
    after(0.125);
    call();
    expect(turns()).toBe(4);
    call();
    expect(turns()).toBe(0);
  });

  it('looks once, whoever is answered meanwhile, and from the last answer on', () => {
    const { call, after, turns, waiting } = givenProcess();
    call();
    call();
    after(0.125);
    call();
    expect(waiting).toHaveLength(1);
    expect(turns()).toBe(4);
  });
});
