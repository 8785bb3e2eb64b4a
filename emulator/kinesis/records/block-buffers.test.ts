import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, BlockBuffers } from './block-buffers.ts';

const UNSEEN = { isUnseen: true };

describe('BlockBuffers', () => {
  it('uses the memory of blocks that have gone again', () => {
    const buffers = new BlockBuffers(2 * BLOCK_BYTES);
    const gone = buffers.take(BLOCK_BYTES);
    buffers.giveBack(gone, UNSEEN);
    expect(buffers.heldBytes).toBe(0);
    expect(buffers.take(BLOCK_BYTES)).toBe(gone);
    expect(buffers.heldBytes).toBe(BLOCK_BYTES);
  });

  it('does not use again what somebody may still look at', () => {
    const buffers = new BlockBuffers(2 * BLOCK_BYTES);
    const seen = buffers.take(BLOCK_BYTES);
    buffers.giveBack(seen, { isUnseen: false });
    expect(buffers.take(BLOCK_BYTES)).not.toBe(seen);
  });

  it('keeps no more for others than its bound has room for, beside what is held', () => {
    const buffers = new BlockBuffers(3 * BLOCK_BYTES);
    const taken = [1, 2, 3, 4].map(() => buffers.take(BLOCK_BYTES));
    for (const buffer of taken) buffers.giveBack(buffer, UNSEEN);
    buffers.take(2 * BLOCK_BYTES);
    const again = [1, 2].map(() => buffers.take(BLOCK_BYTES));
    expect(again.filter((buffer) => taken.includes(buffer))).toHaveLength(1);
  });
});
