import type { Figure } from '../figure.ts';
import { alone } from './alone.ts';
import { contest, type Bar } from './contest.ts';
import { costs } from './costs.ts';
import { pairs } from './pairs.ts';
import {
  bareServer,
  ferrokinesis,
  kinesalite,
  kinlab,
  PEERS,
  physicalLimit,
  startPeer,
  type RunningPeer,
} from './peers.ts';
import { starts } from './starts.ts';

/** The embedded Kinesis beside other emulators, which are fetched when they are missing, and by itself. */
export async function* kinesis(): AsyncGenerator<Figure> {
  const running: RunningPeer[] = [];
  try {
    for (const peer of [kinlab, ...PEERS]) {
      if (peer.fetch()) running.push(await startPeer(peer));
      else console.error(`${peer.name} cannot be fetched here`);
    }
    yield* contests(running);
  } finally {
    for (const peer of running) await peer.stop();
  }
  yield* await pairs();
  yield* await costs();
  yield* await alone();
  yield* await starts();
}

async function* contests(emulators: readonly RunningPeer[]): AsyncGenerator<Figure> {
  const limit = await startPeer(physicalLimit);
  const all = [...emulators, limit];
  for (const [connections, atLeast, atLeastOfFerrokinesis] of [
    [8, 15, 2.5],
    [1, 10, 2],
  ] as const) {
    yield* await contest(all, {
      what: `PutRecords of 500 × 1 KiB, ${connections} at once`,
      unit: 'calls/s',
      digits: 1,
      bars: bars({ atLeast }, { atLeast: atLeastOfFerrokinesis }),
      job: { name: 'putMany', connections },
    });
  }
  await limit.stop();
  const bare = await startPeer(bareServer);
  const withBare = [...emulators, bare];
  yield* await contest(withBare, {
    what: 'PutRecords of 500 × 1 KiB by the SDK, 8 at once',
    unit: 'calls/s',
    digits: 1,
    bars: bars({ atLeast: 7 }, { atLeast: 1.5 }),
    job: { name: 'putBySdk' },
  });
  yield* await contest(withBare, {
    what: 'put → get, one record, p50',
    unit: 'ms',
    digits: 2,
    bars: bars({ atMost: 0.4 }, { atMost: 1 }),
    job: { name: 'putThenGet' },
  });
  await bare.stop();
  yield* await contest(emulators, {
    what: 'GetRecords of 10,000 × 100 bytes',
    unit: 'calls/s',
    digits: 1,
    bars: bars({ atLeast: 10 }),
    job: { name: 'getFull' },
  });
}

const bars = (ofKinesalite: Bar, ofFerrokinesis?: Bar): Readonly<Record<string, Bar>> => ({
  [kinesalite.name]: ofKinesalite,
  ...(ofFerrokinesis && { [ferrokinesis.name]: ofFerrokinesis }),
});
