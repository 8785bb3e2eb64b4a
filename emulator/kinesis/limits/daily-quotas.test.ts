import { expect, it } from 'vitest';
import { DailyQuotas } from './daily-quotas.ts';

const DAY_MS = 86_400_000;

it('counts each operation by itself, over a rolling day', () => {
  const quotas = new DailyQuotas();
  const modes = [0, 1, 2, DAY_MS, DAY_MS + 1].map((at) => quotas.take('UpdateStreamMode', at));
  expect(modes).toEqual([true, true, false, true, true]);
  const counts = Array.from({ length: 11 }, () => quotas.take('UpdateShardCount', 0));
  expect(counts.filter(Boolean)).toHaveLength(10);
});
