import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#runtime/clock.ts';
import { outcomeOf, printHops } from './outcome.ts';
import { ComposeStack } from './stack.ts';

const BUFFER_MS = 10_000;
/** For a machine that has much else to do; left alone, it is 1 s. */
const SLACK_MS = 20_000;
/** A worker is missed after 30 s, by a look every 10 s. */
const TAKEN_OVER_WITHIN_MS = 40_000;

const pass = (ms: number): Promise<void> => systemClock.sleep(ms);

describe('the stack on our own emulator, with a volume', () => {
  let stack: ComposeStack;
  beforeAll(async () => {
    stack = await ComposeStack.start('own', {
      KINLAB_AWS_IMAGE: 'kinlab-aws:0.1.0',
      KINLAB_RATE: '20',
      KINLAB_BUFFER_SECONDS: `${BUFFER_MS / 1_000}`,
    });
  });
  afterAll(() => stack?.down());

  it('loses nothing when producer and AWS are killed, and goes on after down and up', async () => {
    await pass(5_000);
    await stack.killAndRestart('producer', () => pass(1_000));
    await pass(5_000);
    await stack.killAndRestart('aws', () => pass(1_000));
    await pass(10_000);
    const before = (await stack.report()).books;
    expect(before.put).toBeGreaterThan(100);

    await stack.rebuild();
    await pass(5_000);
    expect(await stack.stop('producer')).toEqual([0]);
    const outcome = await outcomeOf(stack, BUFFER_MS + SLACK_MS);
    const { books } = await printHops(stack, outcome);
    expect(books.put).toBeGreaterThan(before.put);
    expect(books.put).toBe(outcome.arrivals.size);
    expect(books.failed).toBe(0);
    expect(books.balanced, JSON.stringify(books)).toBe(true);
  });

  it('shares the shards between two workers, and leaves them to one when the other is killed', async () => {
    await stack.compose('up', '-d', '--wait', '--scale', 'consumer-1=2');
    await pass(15_000);
    await stack.kill('consumer-1');
    await pass(TAKEN_OVER_WITHIN_MS + SLACK_MS / 2);
    expect(await stack.stop('producer')).toEqual([0]);
    const { arrivals } = await outcomeOf(stack, BUFFER_MS + SLACK_MS);
    const { books } = await stack.report();
    expect(books.put).toBe(arrivals.size);
    expect(books.balanced, JSON.stringify(books)).toBe(true);
    const log = await stack.compose('logs', '--no-log-prefix', 'consumer-1');
    expect(log).toContain('"event":"lease handed over"');
    expect(log).toContain('"event":"worker dead"');
  });
});
