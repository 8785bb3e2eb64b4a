import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { residentMb } from '../child.ts';
import { median, type Figure } from '../figure.ts';
import { jobOn } from './contest.ts';
import { freshStream } from './jobs.ts';
import { kinlab, startPeer, type RunningPeer } from './peers.ts';
import { RawClient } from './raw-client.ts';

const STARTS = 3;
const GIB = 2 ** 30;

/** What is ours alone to keep: start, pushes, sessions, memory, and what the number of things costs. */
export async function solo(): Promise<readonly Figure[]> {
  const peer = await startPeer(kinlab);
  const [p50 = NaN, p99 = NaN] =
    (await jobOn<readonly number[]>(peer, { name: 'pushToFive' })) ?? [];
  const failed = (await jobOn<number>(peer, { name: 'sessionPerCall' })) ?? NaN;
  const costs = await costsByNumber(peer);
  await peer.stop();
  return [
    {
      what: 'put to push, h2c, the last of 5 consumers',
      measured: `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
      bar: '< 5 ms, < 20 ms',
      isMet: p50 < 5 && p99 < 20,
    },
    {
      what: 'the SDK as it comes, a session per call: failures in 10,000',
      measured: String(failed),
      bar: '0',
      isMet: failed === 0,
    },
    ...costs,
    await memoryPerRecord(),
    ...(await starts()),
  ];
}

/** Puts of 10 records at 1 and at 1,000 shards, and at 1 and 1,000 streams; how much slower the latter. */
async function costsByNumber(peer: RunningPeer): Promise<readonly Figure[]> {
  const put = async (stream: string): Promise<number> =>
    (await jobOn<number>(peer, { name: 'putMany', records: 10, stream, maxCalls: 2_000 })) ?? NaN;
  const client = new RawClient(peer.port);
  await freshStream(client, 'one', 1);
  await freshStream(client, 'thousand', 1_000);
  const one = await put('one');
  const thousand = await put('thousand');
  for (let number = 0; number < 1_000; number++) await freshStream(client, `s${number}`, 1);
  const amongMany = await put('one');
  client.close();
  const figure = (what: string, ratio: number): Figure => ({
    what: `cost of a put, ${what}`,
    measured: `× ${ratio.toFixed(2)}`,
    bar: '≤ × 2',
    isMet: ratio <= 2,
  });
  return [
    figure('1,000 shards against 1', one / thousand),
    figure('1,000 streams against 1', one / amongMany),
  ];
}

async function memoryPerRecord(): Promise<Figure> {
  const peer = await startPeer(kinlab);
  const client = new RawClient(peer.port);
  await freshStream(client, 'held', 4);
  client.close();
  const put = { name: 'putMany', recordBytes: 100, stream: 'held', maxMs: 60_000 };
  await jobOn(peer, { ...put, maxCalls: 100 });
  const before = residentMb(peer.pid);
  await jobOn(peer, { ...put, maxCalls: 1_000 });
  const bytes = ((residentMb(peer.pid) - before) * 1_000_000) / (1_024 * 500);
  await peer.stop();
  return {
    what: 'memory per record of 100 bytes held',
    measured: `${bytes.toFixed(0)} bytes`,
    bar: '≤ 400 bytes',
    isMet: bytes <= 400,
  };
}

async function starts(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-bench-'));
  const filler = await startPeer(kinlab, ['--data', folder]);
  const client = new RawClient(filler.port);
  await freshStream(client, 'gib', 4);
  client.close();
  const calls = Math.ceil(GIB / (500 * 1_024));
  await jobOn(filler, { name: 'putMany', stream: 'gib', maxCalls: calls, maxMs: 600_000 });
  await filler.stop();
  const empty = await startMs([]);
  const full = await startMs(['--data', folder]);
  rmSync(folder, { recursive: true });
  const figure = (what: string, ms: number, barMs: number): Figure => ({
    what: `start until it accepts, ${what}`,
    measured: `${ms.toFixed(0)} ms (median of ${STARTS})`,
    bar: `≤ ${barMs} ms`,
    isMet: ms <= barMs,
  });
  return [figure('no data', empty, 300), figure('1 GiB of data', full, 2_000)];
}

async function startMs(flags: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < STARTS; count++) {
    const startedAt = performance.now();
    const peer = await startPeer(kinlab, flags);
    times.push(performance.now() - startedAt);
    await peer.stop();
  }
  return median(times);
}
