import { describe, expect, it } from 'vitest';
import { silentLog } from '#runtime/log.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import type { WorkerState } from './state.ts';
import { WorkerWatch } from './worker-watch.ts';

const STATE: WorkerState = { incarnation: 'one', maxShards: null, isLeaving: false };

function givenWatch(state: WorkerState = STATE) {
  const clock = virtualClock();
  const watch = new WorkerWatch({
    workerId: 'me',
    ttlMs: 30_000,
    lookEveryMs: 10_000,
    now: () => clock.now(),
    log: silentLog,
    read: async () => state,
  });
  const look = (version: string, ageMs?: number): Promise<void> =>
    watch.look([{ workerId: 'you', version, ageMs }]);
  return { clock, watch, look };
}

describe('watching other workers', () => {
  it('takes one for dead that has given no sign of life for the TTL, and not before', async () => {
    const { clock, watch, look } = givenWatch();
    await look('1');
    for (let looks = 0; looks < 3; looks++) {
      expect([...watch.alive]).toEqual(['you']);
      await clock.advance(10_000);
      await look('1');
    }
    expect([...watch.alive]).toEqual([]);
    expect(watch.dead).toEqual(['you']);
    await look('2');
    expect([...watch.alive]).toEqual(['you']);
  });

  it('does not count the time in which it could not look', async () => {
    const { clock, watch, look } = givenWatch();
    await look('1');
    await clock.advance(600_000);
    await look('1');
    expect([...watch.alive]).toEqual(['you']);
  });

  it('need not wait for one whose sign of life was old when first seen', async () => {
    const { watch, look } = givenWatch();
    await look('1', 31_999);
    expect([...watch.alive]).toEqual(['you']);
    const other = givenWatch();
    await other.look('1', 32_000);
    expect([...other.watch.alive]).toEqual([]);
  });

  it('sees one that is closing as alive, but as none that takes shards', async () => {
    const { watch, look } = givenWatch({ ...STATE, isLeaving: true });
    await look('1');
    expect([...watch.alive]).toEqual(['you']);
    expect(watch.sharers).toEqual([]);
  });

  it('forgets one whose sign of life is gone', async () => {
    const { watch, look } = givenWatch();
    await look('1');
    await watch.look([]);
    expect([...watch.alive, ...watch.dead]).toEqual([]);
  });
});
