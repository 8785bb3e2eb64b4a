import { MAX_HASH_KEY, type HashKeyRange } from './hash-key.ts';

/** A shard, or a range that will be one. */
export interface Piece {
  readonly range: HashKeyRange;
}

/** One piece that is split in two, or two that are merged into one. */
export interface Reshard {
  readonly parents: readonly Piece[];
  readonly children: readonly Piece[];
}

/** What happens at the same time: no piece is in it twice. */
export type Step = readonly Reshard[];

/**
 * The steps that turn `pieces`, in the order of their ranges, into `target` even ones.
 *
 * As on AWS: scaling is made of splits and merges, and of shards that live for a step only.
 * Unverified: which ones; here all pieces are first split where an even one begins, then merged.
 */
export function planScaling(pieces: readonly Piece[], target: number): Step[] {
  const steps: Step[] = [];
  let now = pieces;
  for (let step = nextStep(now, target); step.length > 0; step = nextStep(now, target)) {
    steps.push(step);
    now = after(now, step);
  }
  return steps;
}

/** The most pieces that there are at one time. */
export function peakOf(steps: readonly Step[], count: number): number {
  let [now, peak] = [count, count];
  for (const step of steps) {
    for (const { parents, children } of step) now += children.length - parents.length;
    peak = Math.max(peak, now);
  }
  return peak;
}

function after(pieces: readonly Piece[], step: Step): Piece[] {
  const gone = new Set(step.flatMap(({ parents }) => parents));
  const made = step.flatMap(({ children }) => children);
  return [...pieces.filter((piece) => !gone.has(piece)), ...made].sort((a, b) =>
    a.range.start < b.range.start ? -1 : 1,
  );
}

function nextStep(pieces: readonly Piece[], target: number): Step {
  const width = (MAX_HASH_KEY + 1n) / BigInt(target);
  /** The even piece that a hash key falls into; the last one takes the rest of the division. */
  const homeOf = (hashKey: bigint): number => Math.min(Number(hashKey / width), target - 1);

  const splits = pieces.flatMap(({ range }, n): Reshard[] => {
    const [first, last] = [homeOf(range.start), homeOf(range.end)];
    if (first === last) return [];
    const at = BigInt(first + Math.ceil((last - first) / 2)) * width;
    const children = [
      { start: range.start, end: at - 1n },
      { start: at, end: range.end },
    ];
    return [{ parents: [pieces[n] as Piece], children: children.map(pieceOf) }];
  });
  if (splits.length > 0) return splits;

  const merges: Reshard[] = [];
  for (let n = 0; n + 1 < pieces.length; n++) {
    const [low, high] = [pieces[n] as Piece, pieces[n + 1] as Piece];
    if (homeOf(low.range.start) !== homeOf(high.range.start)) continue;
    const child = pieceOf({ start: low.range.start, end: high.range.end });
    merges.push({ parents: [low, high], children: [child] });
    n += 1;
  }
  return merges;
}

const pieceOf = (range: HashKeyRange): Piece => ({ range });
