import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median, type Figure } from '../figure.ts';
import { contest, jobOn } from './contest.ts';
import { freshStream } from './jobs.ts';
import {
  ferrokinesis,
  kinesalite,
  kinlab,
  PEERS,
  physicalLimit,
  startPeer,
  type RunningPeer,
} from './peers.ts';
import { RawClient } from './raw-client.ts';
import { solo } from './solo.ts';

const ROUNDS = 3;
const SHARDS = 4;

/** The embedded Kinesis beside other emulators, which are fetched when they are missing. */
export async function* kinesis(): AsyncGenerator<Figure> {
  const running: RunningPeer[] = [];
  try {
    for (const peer of [kinlab, physicalLimit, ...PEERS]) {
      if (peer.fetch()) running.push(await startPeer(peer));
      else console.error(`${peer.name} cannot be fetched here`);
    }
    yield* contests(running);
  } finally {
    for (const peer of running) await peer.stop();
  }
  yield* await dataCost();
  yield* await solo();
}

async function* contests(running: readonly RunningPeer[]): AsyncGenerator<Figure> {
  const emulators = running.filter(({ name }) => name !== physicalLimit.name);
  yield* await putContest(running, 8, { [kinesalite.name]: 15, [ferrokinesis.name]: 2.5 });
  yield* await putContest(running, 1, { [kinesalite.name]: 10, [ferrokinesis.name]: 2 });
  yield* await sdkContest(emulators);
  yield* await contest(emulators, {
    what: 'GetRecords of 10,000 × 100 bytes',
    unit: 'calls/s',
    digits: 1,
    bars: { [kinesalite.name]: { atLeast: 10 } },
    job: { name: 'getFull' },
  });
  yield* await contest(emulators, {
    what: 'put → get, one record, p50',
    unit: 'ms',
    digits: 2,
    bars: { [kinesalite.name]: { atMost: 0.4 }, [ferrokinesis.name]: { atMost: 1 } },
    job: { name: 'putThenGet' },
  });
}

async function putContest(
  peers: readonly RunningPeer[],
  connections: number,
  bars: Readonly<Record<string, number>>,
): Promise<readonly Figure[]> {
  await makeStreams(peers, (round) => `putMany-${connections}-${round}`);
  return contest(peers, {
    what: `PutRecords of 500 × 1 KiB, ${connections} connections`,
    unit: 'calls/s',
    digits: 1,
    bars: Object.fromEntries(Object.entries(bars).map(([name, atLeast]) => [name, { atLeast }])),
    job: { name: 'putMany', connections },
  });
}

async function sdkContest(peers: readonly RunningPeer[]): Promise<readonly Figure[]> {
  await makeStreams(peers, (round) => `putBySdk-0-${round}`);
  return contest(peers, {
    what: 'PutRecords of 500 × 1 KiB by the SDK, 8 in flight',
    unit: 'calls/s',
    digits: 1,
    bars: { [kinesalite.name]: { atLeast: 7 }, [ferrokinesis.name]: { atLeast: 1.5 } },
    job: { name: 'putBySdk', maxCalls: 60 },
  });
}

async function makeStreams(
  peers: readonly RunningPeer[],
  nameOf: (round: number) => string,
): Promise<void> {
  for (const { name, port } of peers) {
    if (name === physicalLimit.name) continue;
    const client = new RawClient(port);
    for (let round = 0; round < ROUNDS; round++) await freshStream(client, nameOf(round), SHARDS);
    client.close();
  }
}

/** The same puts with a data folder and without, alternating. */
async function dataCost(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-bench-'));
  const inMemory = await startPeer(kinlab);
  const kept = await startPeer(kinlab, ['--data', folder]);
  await makeStreams([inMemory, kept], (round) => `data-${round}`);
  const shares: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const job = { name: 'putMany', connections: 8, stream: `data-${round}` };
    const without = (await jobOn<number>(inMemory, job)) ?? NaN;
    shares.push(((await jobOn<number>(kept, job)) ?? NaN) / without);
  }
  await inMemory.stop();
  await kept.stop();
  rmSync(folder, { recursive: true });
  const share = median(shares);
  return [
    {
      what: 'PutRecords of 500 × 1 KiB, 8 connections, with --data against in memory',
      measured: `${(share * 100).toFixed(0)} %`,
      bar: '≥ 70 %',
      isMet: share >= 0.7,
    },
  ];
}
