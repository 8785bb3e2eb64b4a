import { Serial, type Numbered } from '#pipeline/recent.ts';
import type { PipelineSources, PutSample, SeenSample } from '#pipeline/status.ts';
import { Alerted } from './alerted.ts';
import { BooksLine } from './books-line.ts';
import { Lanes } from './lanes.ts';
import { Rates } from './rates.ts';
import { paceOf, type Pace } from './pace.ts';
import { ringOf } from './ring.ts';
import { Round, type Statuses } from './statuses.ts';
import { storiesBetween, type Told } from './stories.ts';
import { identityOf, Traces, type Trace } from './traces.ts';
import type {
  AlertRow,
  Dot,
  LogRow,
  ObjectRow,
  Seen,
  Snapshot,
  Story,
  Tick,
  WindowRow,
} from './messages.ts';
import type { LabView, View } from './view.ts';
import { viewOf } from './view-of.ts';

/** More than this an eye cannot tell apart, so no tick carries more. */
export const MOST_DOTS_PER_TICK = 40;
/** A poll brings many at once, and a mark costs little. */
const MOST_SEEN_PER_TICK = 100;
/** Rounds between two rows of the log that count refused requests. */
const ROUNDS_PER_COUNT = 10;

/** What a pace may hold back. */
const FIGURES: ReadonlySet<keyof View> = new Set([
  'producer',
  'consumers',
  'hops',
  'books',
  'shards',
]);

/** What a page that connects later is still told. */
const KEPT = { dots: 400, seen: 1_000, objects: 100, windows: 12, alerts: 50, log: 200 } as const;

/** Asks all parts, round by round, and makes of it what a page draws. Keeps a bounded past. */
export class Collector {
  readonly #lab: LabView;
  readonly #round: Round;
  readonly #serial = new Serial();
  readonly #rates = new Rates();
  readonly #lanes = new Lanes();
  readonly #books = new BooksLine();
  readonly #traces = new Traces();
  readonly #alerted = new Alerted();
  readonly #refused = new Map<string, Extract<Story, { kind: 'refused' }>>();
  #past: Omit<Snapshot, 'view'> = {
    dots: [],
    seen: [],
    objects: [],
    windows: [],
    alerts: [],
    log: [],
  };
  #before: Statuses | undefined;
  /** As every page has it that is connected. */
  #view: View | undefined;
  #rounds = 0;

  constructor(sources: PipelineSources, lab: LabView) {
    this.#lab = lab;
    this.#round = new Round(sources);
  }

  /** Everything as it was told last. */
  snapshot(): Snapshot | undefined {
    return this.#view && { view: this.#view, ...this.#past };
  }

  /** Of the next tick. */
  get pace(): Pace {
    return paceOf(strideOf(this.#before));
  }

  trace(name: string): Trace | undefined {
    return this.#traces.find(name);
  }

  askStreamNext(): void {
    this.#round.askStreamNext();
  }

  async tick(): Promise<Tick> {
    const statuses = await this.#round.ask();
    this.#rounds += 1;
    this.#readTotals(statuses);
    const view = viewOf(statuses, {
      lab: this.#lab,
      shards: this.#lanes.view(statuses, this.#rates),
      books: this.#books.view(statuses),
      rates: this.#rates,
      dots: this.#past.dots,
    });
    const news = {
      dots: this.#dots(statuses),
      seen: this.#seen(statuses),
      objects: this.#rows(statuses.firehose?.deliveries ?? []) satisfies ObjectRow[],
      windows: this.#rows(
        statuses.consumers.flatMap(({ windows }) => windows),
      ) satisfies WindowRow[],
      alerts: this.#rows(statuses.consumers.flatMap(({ alerts }) => alerts)) satisfies AlertRow[],
      log: this.#log(statuses),
    };
    const changed = changedSections(this.#view, view, this.#isHeldBack(statuses));
    this.#view = { ...(this.#view ?? view), ...changed };
    this.#before = statuses;
    this.#keep(news);
    return { view: changed, ...news };
  }

  /** Which sections wait for a later round. */
  #isHeldBack(statuses: Statuses): (name: keyof View) => boolean {
    const isTheirTurn = this.#rounds % paceOf(strideOf(statuses)).ticksPerFigures === 0;
    return (name) => !isTheirTurn && FIGURES.has(name);
  }

  #readTotals(statuses: Statuses): void {
    const { clock, producer, consumers, firehose } = statuses;
    this.#rates.read(
      clock.now,
      new Map([
        ['put', producer?.put ?? 0],
        ['firehose', firehose?.received ?? 0],
        ...consumers.flatMap(({ name, received, foreign, shards }): [string, number][] => [
          [name, received + foreign],
          ...shards.map(({ shardId, records }): [string, number] => [
            `${name} ${shardId}`,
            records,
          ]),
        ]),
        ...this.#lanes.totals(statuses),
      ]),
    );
  }

  /** From the producer's own account, and for what others put from whoever saw it first. */
  #dots({ producer, consumers }: Statuses): Dot[] {
    const dots = new Map<string, Dot>();
    const add = (record: PutSample | SeenSample, at: number): void => {
      const { sequenceNumber, key } = record;
      if (dots.has(sequenceNumber) || this.#traces.find(sequenceNumber)) return;
      dots.set(sequenceNumber, { ...identityOf(record), ring: ringOf(key), at });
    };
    for (const put of producer?.samples ?? []) add(put, put.putAt);
    for (const seen of consumers.flatMap(({ samples }) => samples)) add(seen, seen.arrivedAt);
    for (const put of producer?.samples ?? []) this.#traces.notePut(put);
    for (const consumer of consumers) {
      for (const seen of consumer.samples) this.#traces.noteSeen(consumer.name, seen);
    }
    return [...dots.values()].slice(-MOST_DOTS_PER_TICK);
  }

  #seen({ consumers }: Statuses): Seen[] {
    return consumers.flatMap(({ samples }, by) =>
      samples
        .slice(-MOST_SEEN_PER_TICK)
        .map(({ sequenceNumber, seenAt: at }) => ({ by, sequenceNumber, at })),
    );
  }

  /** Numbered anew: a service that was started again begins at 1. */
  #rows<Row extends object>(told: readonly Numbered<Row>[]): Numbered<Row>[] {
    return told.map((row) => ({ ...row, n: this.#serial.next() }));
  }

  #log(statuses: Statuses): LogRow[] {
    const stories = storiesBetween(this.#before, statuses, this.#lab.faultKinds);
    const { now } = statuses.clock;
    const told = stories.filter((story) => !this.#isCounted(story) && !this.#isRepeat(story, now));
    if (this.#rounds % ROUNDS_PER_COUNT === 0) {
      told.push(...this.#refused.values());
      this.#refused.clear();
    }
    return told.map((story) => ({ at: now, ...story, n: this.#serial.next() }));
  }

  #isRepeat(story: Told, now: number): boolean {
    return story.kind === 'alert' && this.#alerted.isRepeat(story.key, story.at ?? now);
  }

  /** Refusals come by the dozen, so they are added up for a while. */
  #isCounted(story: Story): boolean {
    if (story.kind !== 'refused') return false;
    const count = (this.#refused.get(story.name)?.count ?? 0) + story.count;
    this.#refused.set(story.name, { ...story, count });
    return true;
  }

  #keep(news: Omit<Tick, 'view'>): void {
    const { dots, seen, objects, windows, alerts, log } = this.#past;
    this.#past = {
      dots: [...dots, ...news.dots].slice(-KEPT.dots),
      seen: [...seen, ...news.seen].slice(-KEPT.seen),
      objects: [...objects, ...news.objects].slice(-KEPT.objects),
      windows: [...windows, ...news.windows].slice(-KEPT.windows),
      alerts: [...alerts, ...news.alerts].slice(-KEPT.alerts),
      log: [...log, ...news.log].slice(-KEPT.log),
    };
  }
}

const strideOf = (told: Statuses | undefined): number => told?.producer?.stride ?? 1;

function changedSections(
  before: View | undefined,
  after: View,
  isHeldBack: (name: keyof View) => boolean,
): Partial<View> {
  if (!before) return after;
  const names = Object.keys(after) as (keyof View)[];
  const changed = names.filter(
    (name) => !isHeldBack(name) && JSON.stringify(after[name]) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}
