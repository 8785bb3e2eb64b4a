import type { InFlight } from './in-flight.ts';
import { unlessAborted } from './request-aborted.ts';
import { turnOfTheLoop } from './turn-of-the-loop.ts';

export interface PushOptions {
  /** Aborts when the client has gone away; aborted here when the client stops reading. */
  readonly gone: AbortController;
  readonly inFlight: InFlight;
  /** Called once, when nothing more will be read. */
  readonly onEnd: () => void;
}

/**
 * Hands a push to a client in process, piece by piece as the client asks.
 *
 * An open push is not work in flight, or a virtual clock would never move. A piece that is there but
 * not yet handed over is; and so is a push whose first piece is still to come, for until then the SDK
 * may be loading the code that reads it.
 */
export function pushInProcess(
  pieces: AsyncIterable<Uint8Array>,
  { gone, inFlight, onEnd }: PushOptions,
): AsyncIterableIterator<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  let begin = (): void => {};
  void inFlight.track(new Promise<void>((resolve) => (begin = resolve)));
  gone.signal.addEventListener('abort', () => end(), { once: true });

  function end(): void {
    begin();
    onEnd();
  }

  async function next(): Promise<IteratorResult<Uint8Array>> {
    const piece = await unlessAborted(iterator.next(), gone.signal);
    await inFlight.track(turnOfTheLoop());
    begin();
    if (piece.done) end();
    return piece;
  }

  return {
    next,
    return: async () => {
      gone.abort();
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
