import { batch, computed, signal, type Signal } from '@preact/signals';
import { isFlood } from '../pace.ts';
import type { AlertRow, LogRow, ObjectRow, Snapshot, Tick, WindowRow } from '../messages.ts';
import type { View } from '../view.ts';
import { forgetFlight, noteFlight } from './flight.ts';
import { noteTime } from './lab-time.ts';
import type { Message } from './open-feed.ts';
import { renewToken } from './send.ts';

/** What the page shows, as the server last told it. */

export const connection = signal<'connecting' | 'live' | 'lost'>('connecting');

const view = {
  lab: signal<View['lab'] | undefined>(undefined),
  clock: signal<View['clock'] | undefined>(undefined),
  producer: signal<View['producer']>(undefined),
  shards: signal<View['shards']>([]),
  consumers: signal<View['consumers']>([]),
  firehose: signal<View['firehose']>(undefined),
  bucket: signal<View['bucket']>(undefined),
  hops: signal<View['hops']>([]),
  books: signal<View['books'] | undefined>(undefined),
  faults: signal<View['faults']>({ active: [], hits: {} }),
} satisfies { readonly [Name in keyof View]: Signal<View[Name] | undefined> };

export const { lab, clock, producer, shards, consumers, firehose, bucket, hops, books, faults } =
  view;

export const objects = signal<readonly ObjectRow[]>([]);
export const windows = signal<readonly WindowRow[]>([]);
export const alerts = signal<readonly AlertRow[]>([]);
export const log = signal<readonly LogRow[]>([]);

export const isFlooded = computed(() => isFlood(producer.value?.stride ?? 1));

export const isPaused = computed(() => clock.value?.isPaused ?? false);

const KEPT = { objects: 100, windows: 12, alerts: 50, log: 200 } as const;

export function receive(message: Message): void {
  if (message.kind === 'lost') connection.value = 'lost';
  else if (message.kind === 'snapshot') receiveSnapshot(message.data);
  else receiveTick(message.data);
}

function receiveSnapshot(snapshot: Snapshot): void {
  const epoch = lab.peek()?.epoch;
  if (epoch !== undefined && epoch !== snapshot.view.lab.epoch) void renewToken();
  forgetFlight();
  batch(() => {
    connection.value = 'live';
    show(snapshot.view);
    objects.value = snapshot.objects;
    windows.value = snapshot.windows;
    alerts.value = snapshot.alerts;
    log.value = snapshot.log;
  });
  noteFlight(snapshot.dots, snapshot.seen);
}

function receiveTick(tick: Tick): void {
  // Before its whole picture a change means nothing.
  if (!lab.peek()) return;
  batch(() => {
    show(tick.view);
    append(objects, tick.objects, KEPT.objects);
    append(windows, tick.windows, KEPT.windows);
    append(alerts, tick.alerts, KEPT.alerts);
    append(log, tick.log, KEPT.log);
  });
  noteFlight(tick.dots, tick.seen);
}

function show(changes: Partial<View>): void {
  if (changes.clock) noteTime(changes.clock);
  for (const [name, value] of Object.entries(changes)) {
    (view[name as keyof View] as Signal<unknown>).value = value;
  }
}

/** A row that has been told already is not told again. */
function append<Row extends { readonly n: number }>(
  rows: Signal<readonly Row[]>,
  news: readonly Row[],
  kept: number,
): void {
  const last = rows.peek().at(-1)?.n ?? 0;
  const fresh = news.filter(({ n }) => n > last);
  if (fresh.length > 0) rows.value = [...rows.peek(), ...fresh].slice(-kept);
}
