/** Somebody who waits until pieces of a queue are safe: its first ones, so many. */
export interface Waiter {
  readonly pieces: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What is written together, and who waits for no more than that. */
export interface WriteGroup {
  readonly pieces: readonly Uint8Array[];
  readonly waiters: readonly Waiter[];
}

/**
 * Divides a queue into writes, in its order: each ends with the waiter who makes it `enoughBytes`, so who
 * comes first need not wait for all. Otherwise all who were answered together ask together again, and
 * there is nothing to do while the next write of everything is under way.
 */
export function* writeGroups(
  pieces: readonly Uint8Array[],
  waiting: readonly Waiter[],
  enoughBytes: number,
): Generator<WriteGroup> {
  let from = 0;
  let waiters: Waiter[] = [];
  let bytes = 0;
  let at = 0;
  for (const waiter of waiting) {
    waiters.push(waiter);
    for (; at < waiter.pieces; at++) bytes += pieces[at]?.byteLength ?? 0;
    if (bytes < enoughBytes || waiter === waiting.at(-1)) continue;
    yield { pieces: pieces.slice(from, at), waiters };
    from = at;
    waiters = [];
    bytes = 0;
  }
  yield { pieces: pieces.slice(from), waiters };
}
