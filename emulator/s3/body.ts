import { readPart } from '../store/read-all.ts';

/** The bytes of an object, wherever they are. */
export interface Body {
  readonly sizeBytes: number;
  /** Those from `from` on up to `to`, not to be written to. */
  readonly read: (from: number, to: number) => Uint8Array;
  /** Its object is gone. */
  readonly forget: () => void;
}

/** One in a file that is there for as long as its object is. */
export class FileBody implements Body {
  readonly sizeBytes: number;
  readonly #file: string;
  readonly #at: number;

  constructor(file: string, at: number, sizeBytes: number) {
    this.sizeBytes = sizeBytes;
    this.#file = file;
    this.#at = at;
  }

  read(from: number, to: number): Buffer {
    return readPart(this.#file, this.#at + from, to - from);
  }

  forget(): void {}
}
