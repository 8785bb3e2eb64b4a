import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#runtime/clock.ts';
import { oldestAges } from './follow-records.ts';
import { outcomeOf, printHops } from './outcome.ts';
import { ComposeStack } from './stack.ts';

const PRODUCE_MS = 20_000;

/**
 * LocalStack's Firehose ignores its buffering hints: an object follows within seconds of its records,
 * and a lower bound other than causality would be somebody else's. Its listing has whole seconds.
 */
const LISTING_MS = 1_000;
/** For a machine that has much else to do; left alone, both take 1 to 3 s. */
const CONSUMER_BUDGET_MS = 30_000;
const S3_BUDGET_MS = 60_000;

describe("the stack with LocalStack's own Firehose", () => {
  let stack: ComposeStack;
  beforeAll(async () => {
    stack = await ComposeStack.start('target', { KINLAB_RATE: '20', KINLAB_FIREHOSE: '' });
  });
  afterAll(() => stack?.down());

  it('brings every record to both consumers and to S3, in time, and ends in order', async () => {
    await systemClock.sleep(PRODUCE_MS);
    const { view } = (await stack.page()).snapshot;
    expect(view.firehose?.basis).toBe('unbuffered');
    expect(await stack.stop('producer')).toEqual([0]);
    const outcome = await outcomeOf(stack, S3_BUDGET_MS);
    expect(await stack.stop('consumer-1', 'consumer-2')).toEqual([0, 0]);

    const { books, latencyMs } = await printHops(stack, outcome);
    expect(outcome.arrivals.size).toBeGreaterThan(100);
    expect(books.put).toBe(outcome.arrivals.size);
    expect(books.balanced, JSON.stringify(books)).toBe(true);
    const ages = oldestAges(outcome.objects, outcome.arrivals);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(-LISTING_MS);
    expect(Math.max(...ages)).toBeLessThanOrEqual(S3_BUDGET_MS);
    expect(latencyMs.putToConsumer1.max).toBeLessThanOrEqual(CONSUMER_BUDGET_MS);
    expect(latencyMs.putToConsumer2.max).toBeLessThanOrEqual(CONSUMER_BUDGET_MS);
  });
});
