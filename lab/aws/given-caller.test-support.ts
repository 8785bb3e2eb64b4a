import type { Env } from '#runtime/config.ts';
import type { ProgramScope } from '#runtime/service.ts';

export interface GivenCaller {
  readonly scope: ProgramScope;
  /** What was written for people. */
  readonly talk: () => string;
  readonly stop: () => void;
}

/** A program that is run by somebody who types `stdin`, and then no more. */
export function givenCaller(stdin: string | undefined, env: Env = {}): GivenCaller {
  const stop = new AbortController();
  let talk = '';
  const terminal = { isTerminal: false, columns: () => 80 };
  return {
    talk: () => talk,
    stop: () => stop.abort(),
    scope: {
      args: [],
      env,
      signal: stop.signal,
      setGrace: () => {},
      stdin: stdin === undefined ? silence() : typed(stdin),
      out: { ...terminal, write: () => {} },
      talk: { ...terminal, write: (text) => void (talk += text) },
    },
  };
}

async function* typed(text: string): AsyncGenerator<Uint8Array> {
  // In two pieces, as it may come.
  const half = Math.ceil(text.length / 2);
  for (const piece of [text.slice(0, half), text.slice(half)]) {
    await Promise.resolve();
    if (piece !== '') yield Buffer.from(piece);
  }
}

/** Somebody who never answers. */
async function* silence(): AsyncGenerator<Uint8Array> {
  await new Promise(() => {});
  yield Buffer.from('');
}
