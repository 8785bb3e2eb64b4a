import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSequenceNumbers } from './record.ts';
import type { Checkpoint, ShardState } from './state.ts';
import { advanced, mayBeTrimmed, settled } from './watermark.ts';

const HOUR_MS = 3_600_000;
const state = (checkpoint: Checkpoint, handledUntil: number | null = null): ShardState => ({
  owner: 'me',
  incarnation: 'now',
  epoch: 1,
  parents: [],
  hashRange: ['0', '1'],
  checkpoint,
  handledUntil,
});
const at = (seq: string): Checkpoint => ({ seq, sub: 0 });

describe('a checkpoint', () => {
  it('moves from where the group began to the first record done', () => {
    const next = advanced(state('START_AT'), { sequenceNumber: '7', handledUntil: null });
    expect(next?.checkpoint).toEqual(at('7'));
  });

  it('is not written when nothing was done since', () => {
    expect(advanced(state(at('7'), 5), { sequenceNumber: '7', handledUntil: 9 })).toBeUndefined();
    expect(advanced(state('TRIM_HORIZON'), { sequenceNumber: undefined, handledUntil: 9 })).toBe(
      undefined,
    );
  });

  it('is written for an idle shard once an hour', () => {
    const done = (handledUntil: number) => ({ sequenceNumber: '7', handledUntil });
    expect(advanced(state(at('7'), 0), done(HOUR_MS - 1))).toBeUndefined();
    expect(advanced(state(at('7'), 0), done(HOUR_MS))?.handledUntil).toBe(HOUR_MS);
  });

  it('leaves the end of a shard alone', () => {
    const ended = state('SHARD_END');
    expect(settled(ended, { sequenceNumber: '9', handledUntil: null }).checkpoint).toBe(
      'SHARD_END',
    );
  });

  it('never moves back, whatever is done in whatever order', () => {
    const anyNumber = fc.bigInt({ min: 1n, max: 10n ** 30n });
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1 }), (numbers) => {
        let now = state('TRIM_HORIZON');
        let highest = 0n;
        for (const number of numbers) {
          now = advanced(now, { sequenceNumber: String(number), handledUntil: null }) ?? now;
          highest = number > highest ? number : highest;
          expect(now.checkpoint).toEqual(at(String(highest)));
        }
      }),
    );
  });
});

describe('sequence numbers', () => {
  it('compare as the numbers that they are', () => {
    const anyNumber = fc.bigInt({ min: 0n, max: 2n ** 186n });
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        const sign = a < b ? -1 : Number(a > b);
        expect(Math.sign(compareSequenceNumbers(String(a), String(b)))).toBe(sign);
      }),
    );
  });
});

describe('records lost to retention', () => {
  it('are possible once what is not done is as old as the stream keeps', () => {
    const retention = { now: 25 * HOUR_MS, retentionMs: 24 * HOUR_MS };
    expect(mayBeTrimmed(HOUR_MS + 1, retention)).toBe(false);
    expect(mayBeTrimmed(HOUR_MS, retention)).toBe(true);
    expect(mayBeTrimmed(null, retention)).toBe(false);
  });
});
