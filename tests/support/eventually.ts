import { systemClock } from '#runtime/clock.ts';

const LOOK_EVERY_MS = 20;

export interface EventuallyOptions {
  readonly withinMs: number;
  /** What is waited for, in words. */
  readonly what: string;
}

/** Asks until there is an answer; fails by name when there is none in time. */
export async function eventually<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  { withinMs, what }: EventuallyOptions,
): Promise<T> {
  const giveUpAt = systemClock.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (systemClock.now() >= giveUpAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await systemClock.sleep(LOOK_EVERY_MS);
  }
}
