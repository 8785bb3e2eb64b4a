import { expect, it } from 'vitest';
import type { LabRecord } from '#pipeline/record.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { batchOf } from '../batch.test-support.ts';
import type { Handler } from '../client/consumer.ts';
import { createFraudDetector } from './detector.ts';
import { runFraud } from './run-fraud.ts';

const record = (index: number, amount: number): LabRecord => ({
  id: `run-${index}`,
  key: 'card-1',
  eventAt: index * 10_000,
  producedAt: index * 10_000,
  data: { card: 'card-1', amount, merchant: 'm' },
});

it('enters each record in the books before it is judged, and tells each alert', async () => {
  const clock = virtualClock();
  const records = Array.from({ length: 40 }, (_, index) => record(index, 20 + (index % 7)));
  const told: string[] = [];
  await runFraud({
    consumer: {
      run: async (handler: Handler<LabRecord>) => {
        if ('batch' in handler) await handler.batch(batchOf([...records, record(40, 5_000)]));
      },
    },
    detector: createFraudDetector(),
    clock,
    signal: new AbortController().signal,
    onRecord: ({ data }, seenAt) => {
      expect(seenAt).toBe(clock.now());
      told.push(data.id);
    },
    onAlert: ({ kind }) => told.push(kind),
  });
  expect(told).toEqual([...records.map(({ id }) => id), 'run-40', 'unusual-amount']);
});
