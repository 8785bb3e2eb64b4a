import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '#runtime/log.ts';
import { AwsError } from '../errors.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Entry } from '../store/journal-entry.ts';
import { Journal } from '../store/journal.ts';
import { readSegment, segmentName } from '../store/segment.ts';
import { KeptPlace, type BlockSpan } from './records/away-block.ts';
import { decodePiece, encodePiece } from './records/kept-records.ts';
import type { Change, Keeper } from './keeper.ts';
import type { RecordPiece } from './records/record-block.ts';
import type { Shard } from './shard.ts';
import type { Kinesis } from './state.ts';
import type { Stream } from './stream.ts';

/** The kinds of entries. */
const CHANGE = 1;
const RECORDS = 2;
/** How many records a shard has had, in place of those records. */
const END = 3;

interface KeptEnd {
  readonly stream: string;
  readonly shard: number;
  readonly end: number;
}

/** A piece with so much text is worth a block of its own, which stays where it is until it is read. */
const STAYS_BYTES = 8_192;

/** Whose records a segment holds, and up to where. */
type SegmentShards = Map<Shard, { readonly stream: Stream; readonly end: number }>;

export interface JournalKeeperOptions {
  readonly folder: DataFolder;
  readonly log: Log;
  readonly kinesis: () => Kinesis;
  /** Does a change again, at its instant. */
  readonly redo: (change: Change) => void;
  /** It has been that late: time does not go on from before. */
  readonly pass: (instant: number) => void;
}

/**
 * Keeps all of Kinesis in one journal: the calls that changed what it consists of, and the records
 * between them. Opening it does the calls again, each at its own instant, so there is no second
 * description of a stream that could differ from the first.
 *
 * Segments whose records have all aged out shrink to their calls.
 */
export class JournalKeeper implements Keeper {
  readonly #options: JournalKeeperOptions;
  readonly #folder: string;
  readonly #segments = new Map<number, SegmentShards>();
  readonly #journal: Journal;
  /** Shards with records that nobody may see yet. */
  readonly #pending = new Set<Shard>();
  #unkeptChanges: Buffer[] = [];
  #isFailing = false;

  constructor(options: JournalKeeperOptions) {
    this.#options = options;
    this.#folder = options.folder.sub('kinesis');
    this.#journal = new Journal({
      folder: this.#folder,
      fsync: options.folder.fsync,
      onEntry: (entry, segment) => this.#restore(entry, segment),
      onLost: () => this.#takeBack(),
      onFinished: () => this.#shrinkAged(),
    });
  }

  keepRecords(stream: Stream, shards: Iterable<Shard>): Promise<void> {
    const ends: [Shard, number][] = [];
    for (const shard of shards) {
      const owner = { streamName: stream.name, shardIndex: shard.index };
      for (const piece of shard.records.takeUnkept()) {
        this.#journal.append(RECORDS, encodePiece(owner, piece));
      }
      const end = shard.records.next;
      // It is written to this segment or, if that is full by then, to the next.
      this.#noteRecords(this.#journal.segment, stream, shard, end);
      this.#noteRecords(this.#journal.segment + 1, stream, shard, end);
      this.#pending.add(shard);
      ends.push([shard, end]);
    }
    return this.#flushed().then(() => {
      for (const [shard, end] of ends) {
        shard.publish(end);
        if (shard.records.next === end) this.#pending.delete(shard);
      }
    });
  }

  keepChange(change: Change): Promise<void> {
    const payload = Buffer.from(JSON.stringify(change));
    this.#journal.append(CHANGE, [payload]);
    this.#unkeptChanges.push(payload);
    return this.#flushed().then(() => {
      this.#unkeptChanges = this.#unkeptChanges.filter((other) => other !== payload);
    });
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  async #flushed(): Promise<void> {
    const { log } = this.#options;
    try {
      await this.#journal.flush();
      if (this.#isFailing) log.info('data folder takes writes again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.error('data folder takes no writes', { error: String(error) });
      this.#isFailing = true;
      throw notKept();
    }
  }

  /** What could not be written has never been; but a change that was made stays, and is written with the next. */
  #takeBack(): void {
    for (const shard of this.#pending) shard.records.rollBack();
    this.#pending.clear();
    for (const payload of this.#unkeptChanges) this.#journal.append(CHANGE, [payload]);
  }

  #restore(entry: Entry, segment: number): void {
    const { kind, payload } = entry;
    if (kind === CHANGE) {
      this.#options.redo(JSON.parse(payload.toString()) as Change);
    } else if (kind === RECORDS) {
      this.#restoreRecords(entry, segment);
    } else if (kind === END) {
      const { stream, shard, end } = JSON.parse(payload.toString()) as KeptEnd;
      this.#find(stream, shard)?.shard.records.restoreEnd(end);
    }
  }

  #restoreRecords({ payload, end }: Entry, segment: number): void {
    const { owner, piece, indexAt } = decodePiece(payload);
    const found = this.#find(owner.streamName, owner.shardIndex);
    if (!found) return;
    const { records } = found.shard;
    if (piece.text.length < STAYS_BYTES) records.restore(piece);
    else {
      // The segment stays as it is until none of its records is needed.
      const file = path.join(this.#folder, segmentName(segment));
      const sizeBytes = payload.length - indexAt;
      records.restoreAway(spanOf(piece), new KeptPlace(file, end - sizeBytes, sizeBytes));
    }
    this.#options.kinesis().memory.makeRoomIfPossible();
    this.#options.pass(records.lastArrivedAt);
    this.#noteRecords(segment, found.stream, found.shard, records.end);
  }

  /** A shard that has been forgotten with all its records has no place for them any more. */
  #find(streamName: string, index: number): { stream: Stream; shard: Shard } | undefined {
    const stream = this.#options.kinesis().findStream(streamName);
    const shard = stream?.shardByIndex(index);
    return stream && shard && { stream, shard };
  }

  #noteRecords(segment: number, stream: Stream, shard: Shard, end: number): void {
    let shards = this.#segments.get(segment);
    if (!shards) this.#segments.set(segment, (shards = new Map()));
    shards.set(shard, { stream, end });
  }

  #shrinkAged(): void {
    const kinesis = this.#options.kinesis();
    const now = kinesis.now();
    for (const [segment, shards] of this.#segments) {
      if (segment >= this.#journal.segment) continue;
      const isNeeded = [...shards].some(([shard, { stream, end }]) => {
        if (kinesis.findStream(stream.name) !== stream) return false;
        stream.dropAged(shard, now);
        return shard.records.first < end;
      });
      if (isNeeded) continue;
      this.#segments.delete(segment);
      void this.#shrink(segment, shards);
    }
  }

  /** What fails is tried again when another segment has been finished. */
  async #shrink(segment: number, shards: SegmentShards): Promise<void> {
    const more = [...shards].map(([shard, { stream, end }]) => ({
      kind: END,
      payload: Buffer.from(JSON.stringify({ stream: stream.name, shard: shard.index, end })),
    }));
    try {
      await this.#journal.shrink(segment, { isKept: (kind) => kind !== RECORDS, more });
    } catch (error) {
      this.#options.log.warn('segment not shrunk', { segment, error: String(error) });
      this.#segments.set(segment, shards);
    }
  }
}

const spanOf = ({ first, lengths, arrivals }: RecordPiece): BlockSpan => ({
  first,
  end: first + lengths.length,
  firstArrivedAt: arrivals[0] ?? 0,
  lastArrivedAt: arrivals.at(-1) ?? 0,
});

/** Until when the folder's past goes; 0 for a folder without one. */
export function lastInstant(data: DataFolder): number {
  const folder = data.sub('kinesis');
  const names = readdirSync(folder).filter((name) => name.endsWith('.log'));
  for (const [place, name] of names.sort().reverse().entries()) {
    let last = 0;
    readSegment(path.join(folder, name), place === 0, (entry) => {
      last = Math.max(last, instantOf(entry));
    });
    if (last > 0) return last;
  }
  return 0;
}

function instantOf({ kind, payload }: Entry): number {
  if (kind === CHANGE) return (JSON.parse(payload.toString()) as Change).at;
  return kind === RECORDS ? (decodePiece(payload).piece.arrivals.at(-1) ?? 0) : 0;
}

const notKept = (): AwsError =>
  new AwsError('InternalFailure', 'Internal Service Failure', { status: 500 });
