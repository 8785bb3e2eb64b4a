import type { Chunk, Position, ShardSource } from './shard-source.ts';
import { Gate, onAbort } from './wait.ts';

/** Chunks of one shard that may wait for the handler, the one being asked for included. */
const MAX_WAITING_CHUNKS = 2;

/**
 * Reads ahead of the handler. Chunks that bring nothing but news (how far behind, where to go on)
 * are folded into the one that waits last, so that an idle shard fills nothing.
 */
export async function* prefetch(
  source: ShardSource,
  from: Position,
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  const reading = new AbortController();
  const unlink = onAbort(signal, () => reading.abort());
  if (signal.aborted) reading.abort();
  const waiting: Chunk[] = [];
  const arrival = new Gate();
  const room = new Gate();
  let isDone = false;
  let failure: { readonly error: unknown } | undefined;

  const pump = async (): Promise<void> => {
    try {
      for await (const chunk of source.open(from, reading.signal)) {
        enqueue(waiting, chunk);
        arrival.open();
        while (waiting.length >= MAX_WAITING_CHUNKS && !reading.signal.aborted) {
          await room.wait();
        }
        if (reading.signal.aborted) break;
      }
    } catch (error) {
      failure = { error };
    } finally {
      isDone = true;
      arrival.open();
    }
  };
  const pumped = pump();

  try {
    for (;;) {
      const chunk = waiting.shift();
      if (chunk) {
        room.open();
        yield chunk;
      } else if (isDone) {
        if (failure) throw failure.error;
        return;
      } else {
        await arrival.wait();
      }
    }
  } finally {
    unlink();
    reading.abort();
    room.open();
    await pumped;
    for (const chunk of waiting) chunk.release();
  }
}

function enqueue(waiting: Chunk[], chunk: Chunk): void {
  const last = waiting.at(-1);
  if (!last || chunk.records.length > 0) {
    waiting.push(chunk);
    return;
  }
  chunk.release();
  waiting[waiting.length - 1] = {
    ...chunk,
    records: last.records,
    continuation: chunk.continuation ?? last.continuation,
    release: last.release,
  };
}
