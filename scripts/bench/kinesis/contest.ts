import { start } from '../../program/child.ts';
import { median, type Figure } from '../figure.ts';
import type { Job } from './job.ts';
import type { RunningPeer } from './peers.ts';

export interface Rounds {
  /** In which code is compiled and memory is touched for the first time; they count for nothing. */
  readonly warmUp: number;
  readonly measured: number;
}

const ROUNDS: Rounds = { warmUp: 2, measured: 3 };

export type JobToDo = Omit<Job, 'port'>;

/** Runs a job in the load process against one server; undefined if the server cannot do it. */
export async function jobOn<T>(peer: RunningPeer, job: JobToDo): Promise<T | undefined> {
  const text = JSON.stringify({ ...job, port: peer.port });
  const program = start(['--import', 'tsx', 'scripts/bench/kinesis/load.ts', text]);
  const code = await program.exit;
  if (code === 0) return JSON.parse(program.data()) as T;
  console.error(`${peer.name}, ${job.name}: ${program.talk().slice(0, 300)}`);
  return undefined;
}

/**
 * The same job on all in turn, in several rounds, so that a noisy machine is noisy for all; medians. Each
 * round begins with another one, as who follows a heavy one is the slower for it.
 */
export async function inTurn(
  peers: readonly RunningPeer[],
  job: JobToDo,
  rounds = ROUNDS,
): Promise<readonly number[]> {
  const measured = peers.map((): number[] => []);
  for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
    for (const turn of peers.keys()) {
      const place = (round + turn) % peers.length;
      const value = peers[place] && (await jobOn<number>(peers[place], job));
      if (round >= rounds.warmUp && value !== undefined) measured[place]?.push(value);
    }
  }
  return measured.map(median);
}

/** What our figure divided by another must be. */
export type Bar = { readonly atLeast: number } | { readonly atMost: number };

export interface Contest {
  readonly what: string;
  readonly unit: string;
  readonly digits: number;
  /** By the other's name. */
  readonly bars: Readonly<Record<string, Bar>>;
  readonly job: JobToDo;
}

/** How the first of them does a job beside all the others. */
export async function contest(
  peers: readonly RunningPeer[],
  { what, unit, digits, bars, job }: Contest,
): Promise<readonly Figure[]> {
  const medians = await inTurn(peers, job);
  const ours = medians[0] ?? NaN;
  return peers.map(({ name }, place) => {
    const theirs = medians[place] ?? NaN;
    const ratio = place === 0 ? '' : `; ours ÷ this ${(ours / theirs).toFixed(2)}`;
    return {
      what: `${what}: ${name}`,
      measured: `${theirs.toFixed(digits)} ${unit}${ratio}`,
      ...held(ours / theirs, bars[name]),
    };
  });
}

function held(ratio: number, bar: Bar | undefined): Pick<Figure, 'bar' | 'isMet'> {
  if (!bar) return { bar: '', isMet: true };
  return 'atLeast' in bar
    ? { bar: `≥ ${bar.atLeast}`, isMet: ratio >= bar.atLeast }
    : { bar: `≤ ${bar.atMost}`, isMet: ratio <= bar.atMost };
}
