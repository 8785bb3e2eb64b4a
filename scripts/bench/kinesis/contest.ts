import { start } from '../child.ts';
import { median, type Figure } from '../figure.ts';
import type { Job } from './jobs.ts';
import type { RunningPeer } from './peers.ts';

const ROUNDS = 3;

/** Runs a job in the load process against one server; undefined if the server cannot do it. */
export async function jobOn<T>(peer: RunningPeer, job: Omit<Job, 'port'>): Promise<T | undefined> {
  const text = JSON.stringify({ ...job, port: peer.port });
  const program = start(['--import', 'tsx', 'scripts/bench/kinesis/load.ts', text]);
  const code = await program.exit;
  if (code === 0) return JSON.parse(program.data()) as T;
  console.error(`${peer.name}, ${job.name}: ${program.talk().slice(0, 300)}`);
  return undefined;
}

export interface Contest {
  readonly what: string;
  readonly unit: string;
  readonly digits: number;
  /** Ours divided by theirs must be at least this, or at most where less is better. */
  readonly bars: Readonly<
    Record<string, { readonly atLeast: number } | { readonly atMost: number }>
  >;
  readonly job: Omit<Job, 'port'>;
}

/** The same job on all in turn, in several rounds, so that a noisy machine is noisy for all; medians and ratios. */
export async function contest(
  peers: readonly RunningPeer[],
  { what, unit, digits, bars, job }: Contest,
): Promise<readonly Figure[]> {
  const measured = new Map<string, number[]>(peers.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of peers) {
      const stream = `${job.name}-${job.connections ?? 0}-${round}`;
      const value = await jobOn<number>(peer, { ...job, stream });
      if (value !== undefined) measured.get(peer.name)?.push(value);
    }
  }
  const ours = median(measured.get('kinlab') ?? []);
  return [...measured].map(([name, values]) => {
    const theirs = median(values);
    const bar = bars[name];
    const ratio = ours / theirs;
    return {
      what: `${what}: ${name}`,
      measured: `${theirs.toFixed(digits)} ${unit}; ours ÷ this ${ratio.toFixed(2)}`,
      bar: bar === undefined ? '' : 'atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`,
      isMet: bar === undefined || ('atLeast' in bar ? ratio >= bar.atLeast : ratio <= bar.atMost),
    };
  });
}
