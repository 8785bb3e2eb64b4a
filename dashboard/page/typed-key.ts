import { computed, signal } from '@preact/signals';
import { ask } from './send.ts';
import { shards } from './store.ts';

const RING = 2 ** 128;

/** The partition key that a person has typed. */
export const typed = signal('ana');
const hash = signal<string | undefined>(undefined);

export async function hashTyped(): Promise<void> {
  const key = typed.peek();
  const answer = key === '' ? undefined : await ask<{ readonly md5: string }>('/api/hash', { key });
  if (typed.peek() === key) hash.value = answer?.md5;
}

/** Where it falls: its MD5, that as a share of the ring, and the open shard that holds it. */
export const landing = computed(() => {
  if (hash.value === undefined) return undefined;
  const at = BigInt(`0x${hash.value}`);
  const shard = shards.value.find(
    ({ state, startingHashKey, endingHashKey }) =>
      state === 'open' && BigInt(startingHashKey) <= at && at <= BigInt(endingHashKey),
  );
  return { md5: hash.value, ring: Number(at) / RING, shardId: shard?.shardId };
});
