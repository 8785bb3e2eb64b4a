import type { LabRecord } from '#pipeline/record.ts';
import { mainNumberOf } from '../main-number.ts';
import { LateRecords, type LateCount } from './late-records.ts';
import { OpenWindow, type ClosedBy, type ClosedWindow } from './window.ts';

export interface MonitoringOptions {
  readonly windowMs?: number;
  /** How much later than a later one a record may come and still be counted in its window. */
  readonly latenessMs?: number;
  /** Keys with a row of their own in each window: the first that come; the rest share one row. */
  readonly maxKeys?: number;
}

export interface Monitoring {
  readonly observe: (record: LabRecord) => void;
  /** Tells the time, and takes what has closed since the last call, the oldest first. */
  readonly advanceTo: (now: number) => readonly ClosedWindow[];
  /** Closes what is open: no more records will come. */
  readonly close: () => readonly ClosedWindow[];
  readonly snapshot: () => MonitoringSnapshot;
}

export interface MonitoringSnapshot {
  readonly observed: number;
  /** Windows ending by then are closed; undefined before the first record. */
  readonly watermarkAt: number | undefined;
  readonly openWindows: number;
  readonly late: LateCount;
  /** Closed windows that nobody took, dropped for want of room. */
  readonly dropped: number;
  /** The window that closed last. */
  readonly latest: ClosedWindow | undefined;
}

const DEFAULT_WINDOW_MS = 10_000;
const DEFAULT_LATENESS_MS = 5_000;
const DEFAULT_MAX_KEYS = 1_000;
/** When records are spread over more windows than this, the oldest closes early. */
const MAX_OPEN_WINDOWS = 64;
/** Closed windows that wait to be taken; a caller that takes them after each batch never has so many. */
const MAX_WAITING = 10_000;

export const createMonitoring = (options: MonitoringOptions = {}): Monitoring => {
  const windows = new Windows(options);
  return {
    observe: (record) => windows.observe(record),
    advanceTo: (now) => windows.advanceTo(now),
    close: () => windows.closeAll(),
    snapshot: () => windows.snapshot(),
  };
};

/**
 * Counts and measures records in tumbling windows of event time. A window closes when the
 * watermark, the latest event time less the lateness, has passed its end. While nothing comes the
 * watermark goes on with the clock, so that the last window closes too. What comes for a closed
 * window is late: counted, by key and by id, never dropped in silence.
 */
class Windows {
  readonly #windowMs: number;
  readonly #latenessMs: number;
  readonly #maxKeys: number;
  readonly #open = new Map<number, OpenWindow>();
  readonly #late: LateRecords;
  #waiting: ClosedWindow[] = [];
  #latest: ClosedWindow | undefined;
  #current: OpenWindow | undefined;
  #observed = 0;
  #dropped = 0;
  #latestEventAt = -Infinity;
  /** Windows that end by then are closed for good. */
  #closedUntil = -Infinity;
  #earliestEndAt = Infinity;
  #observedWhenTold = 0;
  #quietSince: number | undefined;

  constructor({
    windowMs = DEFAULT_WINDOW_MS,
    latenessMs = DEFAULT_LATENESS_MS,
    maxKeys = DEFAULT_MAX_KEYS,
  }: MonitoringOptions) {
    this.#windowMs = windowMs;
    this.#latenessMs = latenessMs;
    this.#maxKeys = maxKeys;
    this.#late = new LateRecords(maxKeys);
  }

  observe(record: LabRecord): void {
    this.#observed += 1;
    const { eventAt, producedAt, key } = record;
    const window = this.#windowAt(eventAt);
    if (window === undefined) this.#late.add(record);
    else window.add(key, mainNumberOf(record));
    // What claims to happen after it was recorded comes from a wrong clock, and moves no watermark.
    const seenAt = Math.min(eventAt, producedAt);
    if (seenAt <= this.#latestEventAt) return;
    this.#latestEventAt = seenAt;
    this.#closeUntil(this.#watermarkAt, 'watermark');
  }

  advanceTo(now: number): readonly ClosedWindow[] {
    if (this.#observed > this.#observedWhenTold || this.#quietSince === undefined) {
      this.#observedWhenTold = this.#observed;
      this.#quietSince = now;
    }
    const quietMs = Math.max(0, now - this.#quietSince);
    this.#closeUntil(this.#watermarkAt + quietMs, 'idle');
    return this.#take();
  }

  closeAll(): readonly ClosedWindow[] {
    this.#closeUntil(Infinity, 'end');
    return this.#take();
  }

  snapshot(): MonitoringSnapshot {
    const watermarkAt = Math.max(this.#watermarkAt, this.#closedUntil);
    return {
      observed: this.#observed,
      watermarkAt: watermarkAt === -Infinity ? undefined : watermarkAt,
      openWindows: this.#open.size,
      late: this.#late.count(),
      dropped: this.#dropped,
      latest: this.#latest,
    };
  }

  get #watermarkAt(): number {
    return this.#latestEventAt - this.#latenessMs;
  }

  /** Undefined if the window of that time has closed. */
  #windowAt(eventAt: number): OpenWindow | undefined {
    const current = this.#current;
    if (current !== undefined && eventAt >= current.startAt && eventAt < current.endAt) {
      return current;
    }
    const startAt = Math.floor(eventAt / this.#windowMs) * this.#windowMs;
    this.#current = this.#open.get(startAt) ?? this.#openAt(startAt);
    return this.#current;
  }

  #openAt(startAt: number): OpenWindow | undefined {
    const endAt = startAt + this.#windowMs;
    if (endAt <= this.#watermarkAt || endAt <= this.#closedUntil) return undefined;
    if (this.#open.size >= MAX_OPEN_WINDOWS) {
      // Also when it is the new one that is the oldest: the others have records already.
      if (endAt < this.#earliestEndAt) return undefined;
      this.#closeUntil(this.#earliestEndAt, 'room');
    }
    const window = new OpenWindow({ startAt, endAt, maxKeys: this.#maxKeys });
    this.#open.set(startAt, window);
    this.#earliestEndAt = Math.min(this.#earliestEndAt, endAt);
    return window;
  }

  #closeUntil(until: number, closedBy: ClosedBy): void {
    if (until < this.#earliestEndAt) return;
    const due = [...this.#open.values()]
      .filter(({ endAt }) => endAt <= until)
      .sort((a, b) => a.endAt - b.endAt);
    for (const window of due) {
      this.#open.delete(window.startAt);
      this.#closedUntil = Math.max(this.#closedUntil, window.endAt);
      this.#keep(window.close(closedBy));
    }
    this.#current = undefined;
    this.#earliestEndAt = Math.min(Infinity, ...[...this.#open.values()].map(({ endAt }) => endAt));
  }

  #keep(window: ClosedWindow): void {
    this.#latest = window;
    this.#waiting.push(window);
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#waiting.shift();
    this.#dropped += 1;
  }

  #take(): readonly ClosedWindow[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}
