import { readPart } from '../../store/read-all.ts';
import type { SpillFile, Spilled } from '../../store/spill-file.ts';
import { RecordBlock } from './record-block.ts';

/** Where a block's index and text lie, in that order, as `kept-records.ts` writes them. */
export interface Place {
  /** In memory of its own. */
  readonly read: () => Buffer;
  readonly forget: () => void;
}

export interface BlockSpan {
  /** The position of the first record, and the one after the last. */
  readonly first: number;
  readonly end: number;
  readonly firstArrivedAt: number;
  readonly lastArrivedAt: number;
}

/** A run of records that is not in memory: all that is known of it without reading it. */
export class AwayBlock implements BlockSpan {
  readonly first: number;
  readonly end: number;
  readonly firstArrivedAt: number;
  readonly lastArrivedAt: number;
  readonly #place: Place;

  constructor({ first, end, firstArrivedAt, lastArrivedAt }: BlockSpan, place: Place) {
    this.first = first;
    this.end = end;
    this.firstArrivedAt = firstArrivedAt;
    this.lastArrivedAt = lastArrivedAt;
    this.#place = place;
  }

  /** The same block in memory, to be read only. */
  read(): RecordBlock {
    return RecordBlock.of(this.first, this.end - this.first, this.#place.read());
  }

  /** Its place is free for others. */
  forget(): void {
    this.#place.forget();
  }
}

/** In the file of what has no room in memory. */
export class SpilledPlace implements Place {
  readonly #file: SpillFile;
  readonly #spilled: Spilled;

  constructor(file: SpillFile, spilled: Spilled) {
    this.#file = file;
    this.#spilled = spilled;
  }

  read(): Buffer {
    return this.#file.read(this.#spilled);
  }

  forget(): void {
    this.#file.forget(this.#spilled);
  }
}

/** In a file that somebody else keeps for as long as it is needed. */
export class KeptPlace implements Place {
  readonly #file: string;
  readonly #at: number;
  readonly #sizeBytes: number;

  constructor(file: string, at: number, sizeBytes: number) {
    this.#file = file;
    this.#at = at;
    this.#sizeBytes = sizeBytes;
  }

  read(): Buffer {
    return readPart(this.#file, this.#at, this.#sizeBytes);
  }

  forget(): void {}
}
