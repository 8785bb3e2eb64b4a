/** How a failing batch is dealt with. */
export interface FailureRules {
  /** Tries of one and the same piece before it is cut or given up. */
  readonly attempts: number;
  /** A piece whose first record is older than this is not tried again as it is. */
  readonly maxAgeMs: number;
  readonly bisect: boolean;
}

/** Records `from` up to, but not including, `to` of a batch, which have failed so often already. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly failures: number;
}

export interface Failure {
  /** The record that the handler names as the one that failed; all before it succeeded. */
  readonly at: number | undefined;
  /** How old the piece's first record is. */
  readonly ageMs: number;
}

/** What to do about the first piece after it failed. */
export type Verdict =
  /** Wait as after so many failures, then try it again. */
  | { readonly kind: 'wait'; readonly failures: number }
  /** Go on with the smaller pieces it was cut into. */
  | { readonly kind: 'cut' }
  /** It will not succeed: give it to the dead letters, or block, or halt. */
  | { readonly kind: 'give-up' };

export interface Decision {
  /** What is left of the batch, in order, without gaps. */
  readonly pieces: readonly Piece[];
  readonly verdict: Verdict;
}

/**
 * What comes after a failure. No record is left out: `pieces` always cover everything that has
 * neither succeeded nor been given up on by the caller.
 */
export function afterFailure(
  pieces: readonly Piece[],
  { at, ageMs }: Failure,
  rules: FailureRules,
): Decision {
  const [failed, ...rest] = pieces;
  if (!failed) return { pieces, verdict: { kind: 'cut' } };
  const piece = withoutSucceeded(failed, at);
  const isUsedUp = piece.failures >= rules.attempts || ageMs > rules.maxAgeMs;
  if (!isUsedUp) {
    return { pieces: [piece, ...rest], verdict: { kind: 'wait', failures: piece.failures } };
  }
  if (at !== undefined && piece.to - piece.from > 1) {
    // The handler says which record it is: no need to search for it by halves.
    const named = { ...piece, to: piece.from + 1 };
    const others = { from: piece.from + 1, to: piece.to, failures: 0 };
    return { pieces: [named, others, ...rest], verdict: { kind: 'give-up' } };
  }
  if (rules.bisect && piece.to - piece.from > 1) {
    return { pieces: [...halves(piece), ...rest], verdict: { kind: 'cut' } };
  }
  return { pieces: [piece, ...rest], verdict: { kind: 'give-up' } };
}

/** What the handler got through counts as done; what then failed has failed once. */
function withoutSucceeded(piece: Piece, at: number | undefined): Piece {
  return at === undefined || at <= piece.from
    ? { ...piece, failures: piece.failures + 1 }
    : { from: at, to: piece.to, failures: 1 };
}

function halves({ from, to }: Piece): [Piece, Piece] {
  const middle = from + Math.ceil((to - from) / 2);
  return [
    { from, to: middle, failures: 0 },
    { from: middle, to, failures: 0 },
  ];
}
