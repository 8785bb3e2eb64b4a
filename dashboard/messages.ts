import type { Trigger } from '#pipeline/status.ts';
import type { Suspected } from '#pipeline/suspicion.ts';
import type { View } from './view.ts';

/** What the page is sent: everything at first, and then what has come. Shared by both sides, as `View` is. */

/** A record on its way, as it is drawn. */
export interface Dot {
  readonly id: string;
  readonly key: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly bytes: number;
  /** Where its key lies on the ring of hash keys, from 0 to 1. */
  readonly ring: number;
  /** When the stream took it. */
  readonly at: number;
}

/** Consumer number `by` has seen a record. */
export interface Seen {
  readonly by: number;
  readonly sequenceNumber: string;
  readonly at: number;
}

export interface ObjectRow {
  readonly n: number;
  readonly key: string;
  readonly records: number;
  readonly bytes: number;
  readonly trigger: Trigger;
  readonly firstRecordAt: number;
  readonly dueAt: number;
  readonly deliveredAt: number;
}

export interface WindowRow {
  readonly n: number;
  readonly startAt: number;
  readonly endAt: number;
  readonly records: number;
  readonly keys: readonly { readonly key: string; readonly records: number }[];
}

export interface AlertRow {
  readonly n: number;
  readonly at: number;
  readonly key: string;
  readonly why: Suspected;
}

/** Something that happened. The page says it in its reader's language. */
export type Story =
  | { readonly kind: 'delivered'; readonly records: number; readonly trigger: Trigger }
  | { readonly kind: 'alert'; readonly key: string; readonly why: Suspected }
  | { readonly kind: 'fault-on'; readonly name: string; readonly seconds: number }
  | { readonly kind: 'fault-off'; readonly name: string; readonly hits: number }
  | {
      readonly kind: 'refused';
      readonly name: string;
      readonly code: string;
      readonly count: number;
    }
  | { readonly kind: 'split'; readonly parent: string; readonly children: readonly string[] }
  | { readonly kind: 'merged'; readonly parents: readonly string[]; readonly child: string }
  | { readonly kind: 'drained'; readonly consumer: string; readonly shardId: string }
  | { readonly kind: 'killed'; readonly consumer: string }
  | { readonly kind: 'started'; readonly consumer: string }
  | { readonly kind: 'slowed'; readonly consumer: string; readonly slowMs: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 's3-refuses'; readonly error: string }
  | { readonly kind: 's3-back' };

export type LogRow = Story & { readonly n: number; readonly at: number };

/** Everything, for a page that has just connected. */
export interface Snapshot {
  readonly view: View;
  readonly dots: readonly Dot[];
  readonly seen: readonly Seen[];
  readonly objects: readonly ObjectRow[];
  readonly windows: readonly WindowRow[];
  readonly alerts: readonly AlertRow[];
  readonly log: readonly LogRow[];
}

/** What has changed since the tick before. */
export interface Tick {
  readonly view: Partial<View>;
  readonly dots: readonly Dot[];
  readonly seen: readonly Seen[];
  readonly objects: readonly ObjectRow[];
  readonly windows: readonly WindowRow[];
  readonly alerts: readonly AlertRow[];
  readonly log: readonly LogRow[];
}
