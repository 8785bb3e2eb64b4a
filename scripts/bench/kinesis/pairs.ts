import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Figure } from '../figure.ts';
import { inTurn, type Rounds } from './contest.ts';
import { kinlab, startPeer } from './peers.ts';

/** Shares are told apart by a few hundredths, and a folder's pages in the system's memory are touched late. */
const STEADY: Rounds = { warmUp: 4, measured: 5 };

const PUT = { name: 'putMany', connections: 8 };

/** More than the puts of this machine need: 1,000 records a second each. */
const ENOUGH_SHARDS = 1_000;

/** What limits, bounded memory and a data folder cost: the same job on two of ours, alternating. */
export async function pairs(): Promise<readonly Figure[]> {
  return [await limits(), await fullMemory(), ...(await dataFolder())];
}

async function limits(): Promise<Figure> {
  const [off, on] = await Promise.all([startPeer(kinlab), startPeer(kinlab, ['--limits=on'])]);
  const job = { ...PUT, shards: ENOUGH_SHARDS };
  const [without = NaN, within = NaN] = await inTurn([off, on], job, STEADY);
  await Promise.all([off.stop(), on.stop()]);
  return share('PutRecords of 500 × 1 KiB, 8 at once, limits on ÷ off', within / without, 0.9);
}

/** Each job puts many times what the one of them holds in memory. */
async function fullMemory(): Promise<Figure> {
  const [bounded, free] = await Promise.all([
    startPeer(kinlab, ['--memory=16MiB']),
    startPeer(kinlab),
  ]);
  const [rate = NaN, freeRate = NaN] = await inTurn([bounded, free], PUT, STEADY);
  await Promise.all([bounded.stop(), free.stop()]);
  return share(
    'PutRecords of 500 × 1 KiB, 8 at once, memory full ÷ not full',
    rate / freeRate,
    0.7,
  );
}

async function dataFolder(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-bench-'));
  const inMemory = await startPeer(kinlab);
  const kept = await startPeer(kinlab, ['--data', folder]);
  const [rate = NaN, keptRate = NaN] = await inTurn([inMemory, kept], PUT, STEADY);
  const [putMs = NaN, keptPutMs = NaN] = await inTurn([inMemory, kept], { name: 'putOne' });
  await Promise.all([inMemory.stop(), kept.stop()]);
  rmSync(folder, { recursive: true });
  const moreMs = keptPutMs - putMs;
  return [
    share('PutRecords of 500 × 1 KiB, 8 at once, with --data ÷ in memory', keptRate / rate, 0.7),
    {
      what: 'PutRecord, p50, with --data against in memory',
      measured: `${keptPutMs.toFixed(2)} ms against ${putMs.toFixed(2)} ms`,
      bar: '≤ 2 ms more',
      isMet: moreMs <= 2,
    },
  ];
}

const share = (what: string, measured: number, atLeast: number): Figure => ({
  what,
  measured: `${(measured * 100).toFixed(0)} %`,
  bar: `≥ ${atLeast * 100} %`,
  isMet: measured >= atLeast,
});
