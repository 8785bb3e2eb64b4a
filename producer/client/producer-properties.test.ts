import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text } from '#runtime/codec.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import {
  connectionError,
  FakeKinesis,
  type Plan,
  serviceError,
} from './fake-kinesis.test-support.ts';
import { createProducer } from './producer.ts';
import type { Receipt } from './types.ts';

const MAX_RECORDS = 6;
const MAX_BYTES = 90;

/** What happens before the next record is sent, and what is sent then. */
const step = fc.record({
  waitMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 120 })),
  key: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined }),
  sizeBytes: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 8, max: 30 }) }, fc.constant(200)),
});

/** How the stream answers a request: each bit of `refused` is an entry. */
const answer = fc.record({
  refused: fc.nat({ max: 2 ** MAX_RECORDS - 1 }),
  takesMs: fc.nat({ max: 90 }),
  failure: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    fc.constant(serviceError('ProvisionedThroughputExceededException', 400)),
    fc.constant(serviceError('InternalFailure', 500)),
    fc.constant(connectionError('ECONNREFUSED')),
  ),
});

const planOf =
  (answers: readonly { refused: number; takesMs: number; failure?: Error | undefined }[]) =>
  (request: number): Plan => {
    const planned = answers[request];
    if (planned === undefined) return {};
    const { refused, takesMs, failure } = planned;
    return {
      takesMs,
      refuse: (index) => (refused & (1 << index)) !== 0,
      ...(failure === undefined ? {} : { fail: failure }),
    };
  };

describe('createProducer', () => {
  it('stores each record once, in the order of its key, whatever is refused and how often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 60 }),
        fc.array(answer, { maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        async (steps, answers, maxInFlight, seed) => {
          const clock = virtualClock();
          const kinesis = new FakeKinesis(clock, planOf(answers));
          const producer = createProducer<string>({
            stream: 'events',
            client: kinesis,
            codec: text(),
            batch: { maxRecords: MAX_RECORDS, maxBytes: MAX_BYTES },
            retry: { deadlineMs: Infinity },
            maxInFlight,
            clock,
            random: seededRandom(seed),
          });
          const receipts: Promise<Receipt>[] = [];
          const sent: { key: string | undefined; data: string }[] = [];
          for (const [index, { waitMs, key, sizeBytes }] of steps.entries()) {
            if (waitMs > 0) await clock.advance(waitMs);
            const data = `${index}.`.padEnd(sizeBytes, 'x');
            sent.push({ key, data });
            receipts.push(
              producer.send({ data, ...(key === undefined ? {} : { partitionKey: key }) }),
            );
          }
          const closed = producer.close({ timeoutMs: 3_600_000 });
          await clock.advance(3_600_000 - 1);
          await closed;

          expect(kinesis.texts.toSorted()).toEqual(sent.map(({ data }) => data).toSorted());
          for (const key of ['a', 'b', 'c', 'd']) {
            const inOrder = sent.filter((record) => record.key === key).map(({ data }) => data);
            const stored = kinesis.stored.filter((record) => record.key === key);
            expect(stored.map((record) => record.text)).toEqual(inOrder);
          }
          const numbers = (await Promise.all(receipts)).map(({ sequenceNumber }) => sequenceNumber);
          expect(numbers.map((number) => kinesis.texts[Number(number) - 1])).toEqual(
            sent.map(({ data }) => data),
          );
          for (const { keys, sizeBytes } of kinesis.requests) {
            expect(keys.length).toBeLessThanOrEqual(MAX_RECORDS);
            expect(new Set(keys).size).toBe(keys.length);
            if (keys.length > 1) expect(sizeBytes).toBeLessThanOrEqual(MAX_BYTES);
          }
          expect(kinesis.mostInFlight).toBeLessThanOrEqual(maxInFlight);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keeps first deliveries of a key in order although answers are lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 30 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (keys, lost) => {
          const clock = virtualClock();
          const kinesis = new FakeKinesis(clock, (request) =>
            lost[request] === true
              ? { fail: connectionError('ECONNRESET'), storesAnyway: true }
              : {},
          );
          const producer = createProducer<string>({
            stream: 'events',
            client: kinesis,
            codec: text(),
            retry: { deadlineMs: Infinity },
            clock,
            random: seededRandom(1),
          });
          const receipts = keys.map((key, index) =>
            producer.send({ data: `${index}`, partitionKey: key }),
          );
          const closed = producer.close({ timeoutMs: 3_600_000 });
          await clock.advance(3_600_000 - 1);
          await Promise.all([closed, ...receipts]);
          for (const key of ['a', 'b']) {
            const stored = kinesis.stored.filter((record) => record.key === key);
            const first = [...new Set(stored.map((record) => record.text))];
            expect(first).toEqual(keys.flatMap((k, index) => (k === key ? [`${index}`] : [])));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
