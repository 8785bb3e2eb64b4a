import { describe, expect, it } from 'vitest';
import { encodeRecord } from '#pipeline/record.ts';
import { sizedItem } from './sized-item.ts';

const item = { key: 'ana', eventAt: 1_795_000_000_000, data: { amount: 1 } };

describe('an item of a given size', () => {
  it('keeps what is in it, and is so large on the stream', () => {
    const { data } = sizedItem(item, 10_240);
    expect(data).toMatchObject({ amount: 1 });
    const id = '0f0f0f-000000';
    const record = { ...item, id, producedAt: item.eventAt, data };
    expect(encodeRecord(record).length).toBe(10_240);
  });

  it('is itself when it is larger already', () => {
    expect(sizedItem(item, 10)).toBe(item);
  });
});
