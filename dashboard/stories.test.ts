import { describe, expect, it } from 'vitest';
import type { Statuses } from './statuses.ts';
import { storiesBetween } from './stories.ts';

describe('stories of the lab', () => {
  it('tell of an object when it was delivered, not when the page began to look', () => {
    const deliveries = [{ records: 3, trigger: 'size', deliveredAt: 1_700 }];
    const first = { firehose: { deliveries }, consumers: [] } as unknown as Statuses;
    expect(storiesBetween(undefined, first, [])).toEqual([
      { kind: 'delivered', records: 3, trigger: 'size', at: 1_700 },
    ]);
  });
});
