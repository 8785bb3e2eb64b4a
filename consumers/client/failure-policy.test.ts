import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterFailure, type FailureRules, type Piece } from './failure-policy.ts';

const RULES: FailureRules = { attempts: 3, maxAgeMs: Number.POSITIVE_INFINITY, bisect: true };
const whole = (to: number, failures = 0): Piece[] => [{ from: 0, to, failures }];

describe('after a failure', () => {
  it('tries the whole piece again while attempts are left', () => {
    expect(afterFailure(whole(8), { at: undefined, ageMs: 0 }, RULES)).toEqual({
      pieces: [{ from: 0, to: 8, failures: 1 }],
      verdict: { kind: 'wait', failures: 1 },
    });
  });

  it('cuts a piece in halves that start afresh once its attempts are used up', () => {
    expect(afterFailure(whole(5, 2), { at: undefined, ageMs: 0 }, RULES)).toEqual({
      pieces: [
        { from: 0, to: 3, failures: 0 },
        { from: 3, to: 5, failures: 0 },
      ],
      verdict: { kind: 'cut' },
    });
  });

  it('gives up on a single record once its attempts are used up', () => {
    expect(afterFailure(whole(1, 2), { at: undefined, ageMs: 0 }, RULES).verdict).toEqual({
      kind: 'give-up',
    });
  });

  it('gives up on a whole piece if it is not to be cut', () => {
    const decision = afterFailure(
      whole(4, 2),
      { at: undefined, ageMs: 0 },
      { ...RULES, bisect: false },
    );
    expect(decision).toEqual({ pieces: whole(4, 3), verdict: { kind: 'give-up' } });
  });

  it('goes on from the record that the handler names, which has failed once', () => {
    expect(afterFailure(whole(8, 2), { at: 5, ageMs: 0 }, RULES)).toEqual({
      pieces: [{ from: 5, to: 8, failures: 1 }],
      verdict: { kind: 'wait', failures: 1 },
    });
  });

  it('singles a named record out without searching', () => {
    expect(afterFailure([{ from: 5, to: 8, failures: 2 }], { at: 5, ageMs: 0 }, RULES)).toEqual({
      pieces: [
        { from: 5, to: 6, failures: 3 },
        { from: 6, to: 8, failures: 0 },
      ],
      verdict: { kind: 'give-up' },
    });
  });

  it('does not try again what is too old', () => {
    const rules = { ...RULES, maxAgeMs: 1_000 };
    expect(afterFailure(whole(1), { at: undefined, ageMs: 1_001 }, rules).verdict.kind).toBe(
      'give-up',
    );
    expect(afterFailure(whole(1), { at: undefined, ageMs: 1_000 }, rules).verdict.kind).toBe(
      'wait',
    );
  });

  it('gives up on exactly the bad records and tries no good one in vain for long', () => {
    const anySet = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: 6 });
    fc.assert(
      fc.property(anySet, fc.boolean(), (bad, names) => {
        const { given, done, tries } = play(new Set(bad), names);
        expect(given).toEqual([...bad].sort((a, b) => a - b));
        expect(done).toEqual(Array.from({ length: 64 }, (_, n) => n));
        // Each bad record costs its attempts on each level of the search: 64, 32, … 1.
        expect(tries).toBeLessThanOrEqual(1 + bad.length * RULES.attempts * 7 * 2);
      }),
    );
  });
});

/** Plays a batch of 64 through; `names`: the handler says which record failed. */
function play(bad: ReadonlySet<number>, names: boolean) {
  let pieces: readonly Piece[] = whole(64);
  const given: number[] = [];
  const done: number[] = [];
  let tries = 0;
  for (let piece = pieces[0]; piece; piece = pieces[0]) {
    const { from, to } = piece;
    const members = Array.from({ length: to - from }, (_, index) => from + index);
    const failed = members.find((n) => bad.has(n));
    tries += 1;
    if (failed === undefined) {
      done.push(...members);
      pieces = pieces.slice(1);
      continue;
    }
    if (names) done.push(...members.filter((n) => n < failed));
    const at = names ? failed : undefined;
    const decision = afterFailure(pieces, { at, ageMs: 0 }, RULES);
    pieces = decision.pieces;
    const [first, ...rest] = pieces;
    if (decision.verdict.kind === 'give-up' && first) {
      expect(first.to - first.from).toBe(1);
      given.push(first.from);
      done.push(first.from);
      pieces = rest;
    }
  }
  return { given, done, tries };
}
