import { describe, expect, it } from 'vitest';
import { LazyAbort } from './lazy-abort.ts';

describe('LazyAbort', () => {
  it('tells those who asked before, and those who ask after', () => {
    const abort = new LazyAbort();
    const early = abort.signal;
    expect([abort.isAborted, early.aborted]).toEqual([false, false]);
    abort.abort();
    expect([abort.isAborted, early.aborted, abort.signal.aborted]).toEqual([true, true, true]);
    expect(abort.signal).toBe(early);
  });

  it('gives a signal that is aborted already', () => {
    const abort = new LazyAbort();
    abort.abort();
    expect(abort.signal.aborted).toBe(true);
  });
});
