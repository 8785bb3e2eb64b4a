import { describe, expect, it } from 'vitest';
import { drain } from '#lab/drain.ts';
import { startLab } from '#lab/start-lab.ts';
import { scriptedInput, steadily } from '../support/scripted-input.ts';

/** Real seconds: instants come from the records and from Firehose's own account, never from a sleep. */

const BUFFER_SECONDS = 2;
/** What a shared, busy machine may add to an instant; the bench holds the lab to 100 ms. */
const SLACK_MS = 1_000;
const POLL_MS = 1_000;

describe('the lab on the real clock', () => {
  it('delivers by interval, never before it is due and soon after', async () => {
    const lab = await startLab({
      seed: 7,
      topology: { bufferSeconds: BUFFER_SECONDS },
      input: scriptedInput(steadily(120, 50)),
    });
    await lab.traffic?.produced;
    await drain({ lab, signal: new AbortController().signal, say: () => {} });
    const { books, deliveries, latencyMs } = await lab.report();
    await lab.stop();

    const late = deliveries.map(
      ({ deliveredAt, dueAt }) => Date.parse(deliveredAt) - Date.parse(dueAt ?? ''),
    );
    console.log(
      `delivered after due, ms: ${late.join(' ')}; put to S3: ${JSON.stringify(latencyMs.putToS3)}`,
    );
    expect(deliveries.length).toBeGreaterThanOrEqual(2);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(SLACK_MS);
    expect(latencyMs.putToS3.max).toBeGreaterThanOrEqual(BUFFER_SECONDS * 1_000);
    expect(latencyMs.putToS3.max).toBeLessThanOrEqual(BUFFER_SECONDS * 1_000 + POLL_MS + SLACK_MS);
    expect(latencyMs.putToConsumer1.max).toBeLessThanOrEqual(POLL_MS + SLACK_MS);
    expect(latencyMs.putToConsumer2.max).toBeLessThanOrEqual(SLACK_MS);
    expect(books.balanced).toBe(true);
  });
});
