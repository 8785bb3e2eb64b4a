import { expect, it } from 'vitest';
import type { LabRecord } from '#pipeline/record.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { batchOf } from '../batch.test-support.ts';
import type { Handler, Lag } from '../client/consumer.ts';
import { createMonitoring } from './monitoring.ts';
import { runMonitoring } from './run-monitoring.ts';
import type { ClosedWindow } from './window.ts';

/** A monitoring that runs on a consumer whose one batch is given, until it is stopped. */
function givenRun({ millisBehind = 0 } = {}) {
  const clock = virtualClock();
  const at = clock.now();
  const record = { id: 'run-0', key: 'a', eventAt: at, producedAt: at, data: { amount: 5 } };
  const stop = new AbortController();
  const seen: [string, number][] = [];
  const closed: ClosedWindow[] = [];
  const running = runMonitoring({
    consumer: {
      lag: (): Lag => ({ maxMillisBehind: millisBehind, shards: [], workers: [] }),
      async run(handler: Handler<LabRecord>, { signal } = {}) {
        if ('batch' in handler) await handler.batch(batchOf([record]));
        await clock.sleep(3_600_000, signal);
      },
    },
    monitoring: createMonitoring({ windowMs: 10_000, latenessMs: 5_000 }),
    clock,
    signal: stop.signal,
    onRecord: ({ data }, seenAt) => seen.push([data.id, seenAt - at]),
    onClosed: (window) => closed.push(window),
  });
  return { clock, stop, running, seen, closed };
}

it('enters each record in the books with the time it was seen', async () => {
  const { clock, seen, stop, running } = givenRun();
  await clock.advance(1);
  expect(seen).toEqual([['run-0', 0]]);
  stop.abort();
  await running;
});

it('closes windows by the clock while nothing comes', async () => {
  const { clock, closed, stop, running } = givenRun();
  await clock.advance(14_999);
  expect(closed).toEqual([]);
  await clock.advance(1_001);
  expect(closed).toMatchObject([{ closedBy: 'idle', overall: { count: 1, sum: 5 } }]);
  stop.abort();
  await running;
});

it('closes none by the clock while the consumer has records still to read', async () => {
  const { clock, closed, stop, running } = givenRun({ millisBehind: 30_000 });
  await clock.advance(60_000);
  expect(closed).toEqual([]);
  stop.abort();
  await running;
});

it('closes what is open when it is told to stop', async () => {
  const { clock, closed, stop, running } = givenRun();
  await clock.advance(1);
  stop.abort();
  await running;
  expect(closed).toMatchObject([{ closedBy: 'end', overall: { count: 1 } }]);
});
