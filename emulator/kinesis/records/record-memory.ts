import type { Log } from '#runtime/log.ts';
import { AwsError } from '../../errors.ts';
import { SpillFile } from '../../store/spill-file.ts';
import { SpilledPlace, AwayBlock } from './away-block.ts';
import { BlockBuffers } from './block-buffers.ts';
import type { RecordBlock } from './record-block.ts';

/** The share of it that is for blocks which were read back. */
const READ_BACK_SHARE = 1 / 8;

export interface RecordMemoryOptions {
  /** How much all records together may take. */
  readonly maxBytes: number;
  /** Where the file is to be for which there is no room in memory, if it ever is; undefined: in a temporary folder. */
  readonly folder?: (() => string) | undefined;
  readonly log: Log;
}

/** Whoever has blocks in memory. */
export interface BlockOwner {
  /** Whether nothing of it may still change, and everything of it may be read. */
  readonly isSettled: (block: RecordBlock) => boolean;
  /** From now on this one stands for the block with the same records. */
  readonly replace: (away: AwayBlock) => void;
}

/**
 * The memory for the records of all shards: bounded, and for the newest. Blocks leave it in the order
 * in which they were begun, into a file, and come back for a while when they are read.
 */
export class RecordMemory {
  readonly buffers: BlockBuffers;
  readonly #options: RecordMemoryOptions;
  readonly #maxBytes: number;
  /** In the order in which they were begun. */
  readonly #owners = new Map<RecordBlock, BlockOwner>();
  readonly #readBack: ReadBack;
  readonly #file: SpillFile;
  #isFailing = false;

  constructor(options: RecordMemoryOptions) {
    this.#options = options;
    this.buffers = new BlockBuffers(options.maxBytes);
    this.#file = new SpillFile(options.folder);
    const readBackBytes = options.maxBytes * READ_BACK_SHARE;
    this.#maxBytes = options.maxBytes * (1 - READ_BACK_SHARE);
    this.#readBack = new ReadBack(readBackBytes);
  }

  /** The bytes that records take in memory, but for those that are read back. */
  get heldBytes(): number {
    return this.buffers.heldBytes;
  }

  /** The bytes of the file that are in use. */
  get spilledBytes(): number {
    return this.#file.usedBytes;
  }

  /** This block is filled from now on. */
  begin(block: RecordBlock, owner: BlockOwner): void {
    this.#owners.set(block, owner);
  }

  /** Nobody needs these records any more. */
  forget(block: RecordBlock | AwayBlock): void {
    if (block instanceof AwayBlock) {
      this.#readBack.forget(block);
      block.forget();
    } else {
      // What is not settled is perhaps being written just now.
      block.release({ isUnseen: this.#owners.get(block)?.isSettled(block) ?? false });
      this.#owners.delete(block);
    }
  }

  /** A block in memory, which may be gone from it at the next call. */
  read(block: AwayBlock): RecordBlock {
    return this.#readBack.read(block);
  }

  /** Lets the oldest go until there is room. Throws an AwsError if they cannot be put away; then all stay. */
  makeRoom(): void {
    if (this.buffers.heldBytes <= this.#maxBytes) return;
    const { log } = this.#options;
    try {
      this.#letGo();
      if (this.#isFailing) log.info('old records can leave memory again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.error('old records cannot leave memory', { error: String(error) });
      this.#isFailing = true;
      throw new AwsError('InternalFailure', 'Internal Service Failure', { status: 500 });
    }
  }

  /** The same for records that are there already: without any room they take more memory until there is. */
  makeRoomIfPossible(): void {
    try {
      this.makeRoom();
    } catch {
      // It has been logged, and whoever puts will be told.
    }
  }

  /** What has left it is gone. */
  close(): void {
    this.#file.close();
  }

  #letGo(): void {
    for (const [block, owner] of this.#owners) {
      if (this.buffers.heldBytes <= this.#maxBytes) return;
      if (!owner.isSettled(block)) continue;
      const spilled = this.#file.write(block.inOnePiece());
      owner.replace(new AwayBlock(block, new SpilledPlace(this.#file, spilled)));
      this.#owners.delete(block);
      block.release({ isUnseen: true });
    }
  }
}

/** The blocks that were read back last, so that readers which are behind read each of them once. */
class ReadBack {
  readonly #maxBytes: number;
  /** The one that was asked for last is the last. */
  readonly #blocks = new Map<AwayBlock, RecordBlock>();
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  read(away: AwayBlock): RecordBlock {
    const block = this.#blocks.get(away) ?? away.read();
    this.forget(away);
    this.#blocks.set(away, block);
    this.#heldBytes += block.heldBytes;
    for (const oldest of this.#blocks.keys()) {
      if (this.#heldBytes <= this.#maxBytes) break;
      this.forget(oldest);
    }
    return block;
  }

  forget(away: AwayBlock): void {
    const block = this.#blocks.get(away);
    if (!block) return;
    this.#blocks.delete(away);
    this.#heldBytes -= block.heldBytes;
  }
}
