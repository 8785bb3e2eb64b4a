import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultTopology } from '#pipeline/topology.ts';
import { systemClock } from '#runtime/clock.ts';
import { notDelivered, oldestAges, readArrivals, readObjects } from './follow-records.ts';
import { outcomeOf, printHops } from './outcome.ts';
import { ComposeStack } from './stack.ts';

const BUFFER_MS = 20_000;
/** Firehose reads the stream once a second. */
const POLL_MS = 1_000;
/** S3's listing has whole seconds. */
const LISTING_MS = 1_000;
/** What LocalStack's answers and a machine that has much else to do may add; left alone, it is 1 s. */
const SLACK_MS = 20_000;
const CONSUMER_BUDGET_MS = 30_000;

const pass = (ms: number): Promise<void> => systemClock.sleep(ms);

describe('the stack with our Firehose in front of LocalStack', () => {
  let stack: ComposeStack;
  beforeAll(async () => {
    stack = await ComposeStack.start('kinlab', {
      KINLAB_RATE: '20',
      KINLAB_FIREHOSE: 'kinlab',
      KINLAB_BUFFER_SECONDS: `${BUFFER_MS / 1_000}`,
    });
  });
  afterAll(() => stack?.down());

  it('keeps to the buffering interval, and brings every record to all three in time', async () => {
    await pass(2 * BUFFER_MS);
    const { html, snapshot } = await stack.page();
    expect(html).toContain('/page.js');
    const { view } = snapshot;
    expect(view.lab.target).toBe('localstack');
    expect(view.producer?.put).toBeGreaterThan(100);
    expect(view.firehose).toMatchObject({ basis: 'told', intervalMs: BUFFER_MS, isAway: false });
    expect(view.consumers.map(({ name, state }) => [name, state])).toEqual([
      ['consumer-1', 'running'],
      ['consumer-2', 'running'],
    ]);
    expect(await stack.stop('producer')).toEqual([0]);
    const outcome = await outcomeOf(stack, BUFFER_MS + SLACK_MS);

    const { books, latencyMs } = await printHops(stack, outcome);
    expect(outcome.arrivals.size).toBeGreaterThan(100);
    expect(books.put).toBe(outcome.arrivals.size);
    expect(books.balanced, JSON.stringify(books)).toBe(true);
    expect(books.s3.duplicates).toBe(0);
    const ages = oldestAges(outcome.objects, outcome.arrivals);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(BUFFER_MS - LISTING_MS);
    expect(Math.max(...ages)).toBeLessThanOrEqual(BUFFER_MS + POLL_MS + SLACK_MS);
    expect(latencyMs.putToConsumer1.max).toBeLessThanOrEqual(CONSUMER_BUDGET_MS);
    expect(latencyMs.putToConsumer2.max).toBeLessThanOrEqual(CONSUMER_BUDGET_MS);
  });

  it('loses nothing when a consumer is killed, AWS stands still, and Firehose is killed over a part-filled buffer', async () => {
    const { stream, bucket } = defaultTopology;
    await stack.compose('start', 'producer');
    await pass(5_000);
    await stack.killAndRestart('consumer-1', () => pass(3_000));
    await pass(5_000);
    await stack.freeze('aws', () => pass(10_000));
    await pass(10_000);
    await stack.killAndRestart('firehose', async () => {
      const arrivals = await readArrivals(stack.kinesis, stream);
      const held = notDelivered(await readObjects(stack.s3, bucket), arrivals);
      expect(held.length).toBeGreaterThan(0);
    });
    await pass(5_000);
    // Only here: told to stop, a producer gives up by name what AWS does not take in time.
    expect((await stack.report()).books.failed).toBe(0);

    expect(await stack.stop('producer')).toEqual([0]);
    const { arrivals } = await outcomeOf(stack, 2 * BUFFER_MS + SLACK_MS);
    expect(await stack.stop('consumer-1', 'consumer-2', 'firehose')).toEqual([0, 0, 0]);
    const { books } = await stack.report();
    expect(books.put).toBe(arrivals.size);
    expect(books.balanced, JSON.stringify(books)).toBe(true);
  });
});
