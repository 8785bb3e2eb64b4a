import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median, type Figure } from '../figure.ts';
import { jobOn } from './contest.ts';
import { freshStream } from '../../program/raw-calls.ts';
import { kinlab, startPeer } from './peers.ts';
import { RawClient } from '../../program/raw-client.ts';

const STARTS = 3;
const GIB = 2 ** 30;

/** From the start of the process until it answers. */
export async function starts(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-bench-'));
  await fillWithGib(folder);
  const empty = await startMs([]);
  const full = await startMs(['--data', folder]);
  rmSync(folder, { recursive: true });
  return [figure('no data', empty, 300), figure('1 GiB of data', full, 2_000)];
}

async function fillWithGib(folder: string): Promise<void> {
  const filler = await startPeer(kinlab, ['--data', folder]);
  const client = new RawClient(filler.port);
  await freshStream(client, 'gib', 4);
  client.close();
  await jobOn(filler, {
    name: 'putMany',
    stream: 'gib',
    warmUpCalls: 1,
    maxCalls: Math.ceil(GIB / (500 * 1_024)),
    maxMs: 120_000,
  });
  await filler.stop();
}

async function startMs(flags: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < STARTS; count++) {
    const startedAt = performance.now();
    const peer = await startPeer(kinlab, ['--memory=256MiB', ...flags]);
    times.push(performance.now() - startedAt);
    await peer.stop();
  }
  return median(times);
}

const figure = (what: string, ms: number, barMs: number): Figure => ({
  what: `start until it answers, ${what}`,
  measured: `${ms.toFixed(0)} ms (median of ${STARTS})`,
  bar: `≤ ${barMs} ms`,
  isMet: ms <= barMs,
});
