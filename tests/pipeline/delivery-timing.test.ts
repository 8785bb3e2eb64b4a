import { afterEach, describe, expect, it } from 'vitest';
import { startLab, type Lab, type LabOptions } from '#lab/start-lab.ts';
import { keysIn } from '../support/objects.ts';
import { scriptedInput, steadily } from '../support/scripted-input.ts';

/** The whole pipeline on a virtual clock: exact milliseconds from producer to S3. */

const INTERVAL_MS = 60_000;
/** Firehose reads each shard once a second. */
const SOURCE_POLL_MS = 1_000;
const LONG_MS = 600_000;

let lab: Lab;
afterEach(() => lab.stop());

async function given(options: LabOptions): Promise<Lab> {
  lab = await startLab({ clock: 'virtual', seed: 1, ...options });
  return lab;
}

const firstRecordAt = (): number => {
  const at = lab.status().firehose?.buffered.firstRecordAt;
  if (at === undefined) throw new Error('no buffer is open');
  return at;
};

const objectsInS3 = async (): Promise<number> => (await keysIn(lab.s3, lab.topology.bucket)).length;

describe('the way from producer to S3', () => {
  it('opens a buffer when Firehose reads its first record, at most one poll after the put', async () => {
    await given({ input: scriptedInput([{ atMs: 0 }]) });
    const before = lab.clock.now();
    await lab.advance(SOURCE_POLL_MS + 100);
    expect(firstRecordAt() - before).toBeLessThanOrEqual(SOURCE_POLL_MS + 50);
  });

  it('has nothing in S3 one millisecond before the interval has passed, and one object then', async () => {
    await given({ input: scriptedInput(steadily(40, 1_000)) });
    await lab.advance(2_000);
    const dueAt = firstRecordAt() + INTERVAL_MS;
    await lab.advance(dueAt - 1 - lab.clock.now());
    expect(await objectsInS3()).toBe(0);
    await lab.advance(1);
    expect(await objectsInS3()).toBe(1);
    const { deliveries } = await lab.report();
    expect(deliveries).toMatchObject([
      { records: 40, trigger: 'interval', deliveredAt: new Date(dueAt).toISOString() },
    ]);
  });

  it('delivers by size before time when flooded', async () => {
    const large = { text: 'x'.repeat(20_000) };
    const flood = steadily(120, 10).map((item) => ({ ...item, data: large }));
    await given({ input: scriptedInput(flood) });
    await lab.advance(5_000);
    const { deliveries } = await lab.report();
    expect(deliveries.map(({ trigger }) => trigger)).toEqual(['size', 'size']);
    expect(deliveries.every(({ bytes }) => bytes >= 1_048_576 && bytes < 1_048_576 + 21_000)).toBe(
      true,
    );
  });

  it('writes nothing for an idle stream, however long', async () => {
    await given({ input: scriptedInput([]) });
    await lab.advance(LONG_MS);
    expect(await objectsInS3()).toBe(0);
  });

  it('starts the interval anew with the first record after a delivery, not on a grid', async () => {
    await given({ input: scriptedInput([{ atMs: 0 }, { atMs: 100_000 }]) });
    await lab.advance(101_500);
    const dueAt = firstRecordAt() + INTERVAL_MS;
    await lab.advance(dueAt - 1 - lab.clock.now());
    expect(await objectsInS3()).toBe(1);
    await lab.advance(1);
    expect(await objectsInS3()).toBe(2);
  });

  it("names an object by its oldest record's hour, across the border of an hour", async () => {
    await given({
      start: '2026-01-01T00:59:50.000Z',
      input: scriptedInput([{ atMs: 5_000 }, { atMs: 15_000 }]),
    });
    await lab.advance(2 * INTERVAL_MS);
    const keys = await keysIn(lab.s3, lab.topology.bucket);
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^2026\/01\/01\/00\/events-to-s3-1-2026-01-01-00-59-5\d-/);
  });

  it('balances its books at every step of the way', async () => {
    await given({ input: scriptedInput(steadily(300, 250)) });
    for (let step = 0; step < 30; step++) {
      await lab.advance(5_000);
      const { put, firehose } = lab.status();
      const { received = 0, delivered = 0, failed = 0, buffered } = firehose ?? {};
      expect(received).toBe(delivered + failed + (buffered?.records ?? 0));
      expect(received).toBeLessThanOrEqual(put);
    }
    const { books } = await lab.report();
    expect(books).toMatchObject({
      put: 300,
      failed: 0,
      firehose: { received: 300, delivered: 300, buffered: 0 },
      s3: { records: 300, missing: 0, duplicates: 0, outOfOrder: 0 },
      balanced: true,
    });
  });

  it('reports a part-filled buffer as buffered, and still balances', async () => {
    await given({ input: scriptedInput(steadily(10, 1_000)) });
    await lab.advance(20_000);
    const { books } = await lab.report();
    expect(books.firehose).toEqual({ received: 10, delivered: 0, buffered: 10, failed: 0 });
    expect(books.balanced).toBe(true);
  });
});

describe('latencies', () => {
  it('equal arithmetic: a record waits for the poll of a consumer, and not at all for a push', async () => {
    await given({ input: scriptedInput([{ atMs: 10_300 }, { atMs: 100_000 }]) });
    await lab.advance(12_000);
    const { latencyMs } = await lab.report();
    expect(latencyMs.putToConsumer2).toMatchObject({ count: 1, max: 0 });
    expect(latencyMs.producedToPut).toMatchObject({ count: 1, max: 50 });
    expect(latencyMs.putToConsumer1.count).toBe(1);
    expect(latencyMs.putToConsumer1.max).toBeLessThanOrEqual(SOURCE_POLL_MS);
  });

  it('of polling are spread evenly over the second between two polls', async () => {
    await given({ input: scriptedInput(steadily(1_000, 97)) });
    await lab.advance(100_000);
    const { putToConsumer1 } = (await lab.report()).latencyMs;
    expect(putToConsumer1.count).toBe(1_000);
    expect(putToConsumer1.mean).toBeGreaterThan(450);
    expect(putToConsumer1.mean).toBeLessThan(550);
    expect(putToConsumer1.max).toBeLessThanOrEqual(SOURCE_POLL_MS);
  });

  it('to S3 lie between the interval and the interval plus one poll for the first record of a buffer', async () => {
    await given({ input: scriptedInput([{ atMs: 0 }]) });
    await lab.advance(2 * INTERVAL_MS);
    const { putToS3 } = (await lab.report()).latencyMs;
    expect(putToS3.max).toBeGreaterThanOrEqual(INTERVAL_MS);
    expect(putToS3.max).toBeLessThanOrEqual(INTERVAL_MS + SOURCE_POLL_MS);
  });
});

describe('one seed', () => {
  it('gives the same records, keys and object names again', async () => {
    const run = async () => {
      await given({ seed: 7, input: scriptedInput(steadily(50, 100)) });
      await lab.advance(2 * INTERVAL_MS);
      const report = await lab.report();
      await lab.stop();
      return report;
    };
    expect(await run()).toEqual(await run());
  });
});
