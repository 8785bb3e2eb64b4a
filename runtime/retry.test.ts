import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import { backoffMs, retry } from './retry.ts';
import { virtualClock } from './virtual-clock.ts';

const options = { attempts: 4, baseMs: 100, maxMs: 1_000, random: seededRandom(1) };
const always = (): boolean => true;

describe('retry', () => {
  it('tries again until it succeeds, waiting in between', async () => {
    const clock = virtualClock();
    const attempts: number[] = [];
    const result = retry(
      async (attempt) => {
        attempts.push(attempt);
        if (attempt < 3) throw new Error('not yet');
        return 'there';
      },
      { ...options, clock, isRetryable: always },
    );
    await clock.advance(10_000);
    await expect(result).resolves.toBe('there');
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('gives up with the last error when the attempts are used up', async () => {
    const clock = virtualClock();
    const result = retry(
      async (attempt) => {
        throw new Error(`try ${attempt}`);
      },
      { ...options, clock, isRetryable: always },
    );
    const outcome = expect(result).rejects.toThrow('try 4');
    await clock.advance(10_000);
    await outcome;
  });

  it('does not repeat an error that is final', async () => {
    let tries = 0;
    const result = retry(
      async () => {
        tries += 1;
        throw new Error('final');
      },
      { ...options, clock: virtualClock(), isRetryable: () => false },
    );
    await expect(result).rejects.toThrow('final');
    expect(tries).toBe(1);
  });

  it('stops when its signal aborts', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const result = retry(
      async () => {
        throw new Error('away');
      },
      { ...options, attempts: Infinity, clock, signal: stop.signal, isRetryable: always },
    );
    const outcome = expect(result).rejects.toThrow('away');
    await clock.advance(1);
    stop.abort();
    await outcome;
  });
});

describe('backoffMs', () => {
  it('never waits 0 ms nor longer than its maximum', () => {
    const random = seededRandom(2);
    const waits = Array.from({ length: 200 }, (_, at) => backoffMs(at + 1, options, random));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...waits)).toBeLessThanOrEqual(options.maxMs);
  });
});
