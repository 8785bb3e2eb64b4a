import { describe, expect, it } from 'vitest';
import { BodyBuffers } from './body-buffers.ts';

const LARGE_BYTES = 700_000;

describe('BodyBuffers', () => {
  it('gives memory again that was given back, and never to two at once', () => {
    const buffers = new BodyBuffers();
    const first = buffers.take(LARGE_BYTES);
    const second = buffers.take(LARGE_BYTES);
    expect(second.buffer).not.toBe(first.buffer);
    buffers.give(first);
    expect(buffers.take(LARGE_BYTES)).toBe(first);
    expect(buffers.take(LARGE_BYTES)).not.toBe(first);
  });

  it.each([1, LARGE_BYTES, 16_000_000])('gives room for %d bytes', (bytes) => {
    expect(new BodyBuffers().take(bytes).length).toBeGreaterThanOrEqual(bytes);
  });

  it('keeps eight at the most', () => {
    const buffers = new BodyBuffers();
    const taken = Array.from({ length: 20 }, () => buffers.take(LARGE_BYTES));
    for (const buffer of taken) buffers.give(buffer);
    const again = Array.from({ length: 20 }, () => buffers.take(LARGE_BYTES));
    expect(again.filter((buffer) => taken.includes(buffer))).toHaveLength(8);
  });
});
