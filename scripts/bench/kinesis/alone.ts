import { residentMb } from '../../program/child.ts';
import type { Figure } from '../figure.ts';
import { jobOn } from './contest.ts';
import { freshStream } from '../../program/raw-calls.ts';
import { kinlab, startPeer } from './peers.ts';
import { RawClient } from '../../program/raw-client.ts';

/** Pushes, sessions and memory. */
export async function alone(): Promise<readonly Figure[]> {
  const peer = await startPeer(kinlab);
  const [p50 = NaN, p99 = NaN] =
    (await jobOn<readonly number[]>(peer, { name: 'pushToFive' })) ?? [];
  const failed = (await jobOn<number>(peer, { name: 'sessionPerCall' })) ?? NaN;
  await peer.stop();
  return [
    {
      what: 'put → push, h2c, the last of 5 consumers',
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
    await memoryPerRecord(),
  ];
}

async function memoryPerRecord(): Promise<Figure> {
  const peer = await startPeer(kinlab);
  const client = new RawClient(peer.port);
  await freshStream(client, 'held', 4);
  client.close();
  const put = { name: 'putMany', recordBytes: 100, stream: 'held', maxMs: 60_000, warmUpCalls: 1 };
  await jobOn(peer, { ...put, maxCalls: 200 });
  const before = residentMb(peer.pid);
  await jobOn(peer, { ...put, maxCalls: 1_000 });
  const bytes = ((residentMb(peer.pid) - before) * 1_000_000) / (1_001 * 500);
  await peer.stop();
  return {
    what: 'memory for a record of 100 bytes, all of them in memory',
    measured: `${bytes.toFixed(0)} bytes`,
    bar: '≤ 400 bytes',
    isMet: bytes <= 400,
  };
}
