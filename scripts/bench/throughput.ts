import { start } from '../program/child.ts';
import { median, rounds, type Figure } from './figure.ts';

const ROUNDS = 3;
const BAR = 10_000;

/** Payments through the whole lab as fast as they go, until the last one is in S3 and read back. */
export async function throughput(): Promise<readonly Figure[]> {
  const perSecond: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const program = start(['--import', 'tsx', 'scripts/bench/flood.ts']);
    await program.exit;
    perSecond.push(Number(program.data()));
  }
  return [
    {
      what: 'records through the whole lab, put to S3, books balanced',
      measured: rounds(perSecond, '/s'),
      bar: `≥ ${BAR.toLocaleString('en-US')}/s`,
      isMet: median(perSecond) >= BAR,
    },
  ];
}
