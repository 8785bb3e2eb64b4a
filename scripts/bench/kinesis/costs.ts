import { median, type Figure } from '../figure.ts';
import { jobOn } from './contest.ts';
import { freshStream } from '../../program/raw-calls.ts';
import { kinlab, startPeer, type RunningPeer } from './peers.ts';
import { RawClient } from '../../program/raw-client.ts';

const STREAMS = 1_000;
const PER_CALL = 500;
const FLAT = 2;
const ROUNDS = 3;

interface Rates {
  readonly put: number;
  readonly get: number;
}

/** What a put of 10 records and a get of 10 cost, by the number of shards, streams and records. */
export async function costs(): Promise<readonly Figure[]> {
  // Of 10^7 records most have left memory, and the oldest of them are read.
  const peer = await startPeer(kinlab, ['--memory=256MiB']);
  const client = new RawClient(peer.port);
  const sharded = [1, 100, 1_000].map((shards) => ({ shards, stream: `shards-${shards}` }));
  for (const { shards, stream } of sharded) {
    await freshStream(client, stream, shards);
    // So that each shard has some to get.
    await fill(peer, stream, 20 * shards);
  }
  const byShards = await ratesInTurn(
    peer,
    sharded.map(({ stream }) => stream),
  );
  const byStreams = await ratesInTurn(peer, ['shards-1']);
  for (let number = 0; number < STREAMS; number++) await freshStream(client, `s${number}`, 1);
  byStreams.push(...(await ratesInTurn(peer, ['shards-1'])));
  await freshStream(client, 'held', 1);
  const byRecords: Rates[] = [];
  let held = 0;
  for (const records of [1e3, 1e4, 1e5, 1e6, 1e7]) {
    await fill(peer, 'held', records - held);
    held = records;
    byRecords.push(...(await ratesInTurn(peer, ['held'])));
  }
  client.close();
  await peer.stop();
  return [
    figure('1, 100, 1,000 shards', byShards),
    figure('1, 1,000 streams', byStreams),
    figure('10^3 to 10^7 records held, --memory 256MiB', byRecords),
  ];
}

async function fill(peer: RunningPeer, stream: string, records: number): Promise<void> {
  const put = { name: 'putMany', records: PER_CALL, recordBytes: 20, warmUpCalls: 1, bodies: 10 };
  const calls = Math.ceil(records / PER_CALL);
  await jobOn(peer, { ...put, stream, connections: 2, maxCalls: calls, maxMs: 120_000 });
}

/** Medians; the first round, in which code is compiled, counts for nothing. */
async function ratesInTurn(peer: RunningPeer, streams: readonly string[]): Promise<Rates[]> {
  const measured = streams.map((): Rates[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [place, stream] of streams.entries()) {
      const rates = await ratesOf(peer, stream);
      if (round > 0) measured[place]?.push(rates);
    }
  }
  return measured.map((rates) => ({
    put: median(rates.map(({ put }) => put)),
    get: median(rates.map(({ get }) => get)),
  }));
}

/** Its puts add some 10,000 records. */
async function ratesOf(peer: RunningPeer, stream: string): Promise<Rates> {
  const bounds = { stream, maxCalls: 1_000, maxMs: 1_000, warmUpCalls: 100 };
  const put = await jobOn<number>(peer, { name: 'putMany', records: 10, ...bounds });
  const get = await jobOn<number>(peer, { name: 'getFew', ...bounds });
  return { put: put ?? NaN, get: get ?? NaN };
}

function figure(of: string, rates: readonly Rates[]): Figure {
  const put = spread(rates.map((rate) => rate.put));
  const get = spread(rates.map((rate) => rate.get));
  return {
    what: `cost of a put and of a get, ${of}: dearest ÷ cheapest`,
    measured: `put ${put.toFixed(2)}, get ${get.toFixed(2)}`,
    bar: `≤ ${FLAT}`,
    isMet: put <= FLAT && get <= FLAT,
  };
}

const spread = (values: readonly number[]): number => Math.max(...values) / Math.min(...values);
