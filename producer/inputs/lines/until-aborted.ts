import { Readable } from 'node:stream';
import { orAborted } from '../../client/or-aborted.ts';

/** What `source` yields until the signal aborts, even while the next chunk is still awaited. */
export async function* untilAborted(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await orAborted(chunks.next(), signal);
      if (next === undefined || next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: it would wait for the very chunk that may never come.
    chunks.return?.().catch(() => {});
    if (source instanceof Readable) source.destroy();
  }
}
