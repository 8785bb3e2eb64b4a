import type { Env } from './config.ts';
import { EXIT, ExpectedError, UsageError } from './errors.ts';

export interface ProgramScope {
  readonly args: readonly string[];
  readonly env: Env;
  /** Aborts when the process is asked to stop: finish what you hold, then return. */
  readonly signal: AbortSignal;
  /** How long the program may go on after it was asked to stop; 10 s unless it says otherwise. */
  readonly setGrace: (ms: number) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Data for other programs. */
  readonly out: Terminal;
  /** Talk for people. */
  readonly talk: Terminal;
}

export interface Terminal {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Of a terminal at this moment; 80 elsewhere. */
  readonly columns: () => number;
}

const GRACE_MS = 10_000;

/**
 * Runs `program` as the whole process and exits with the code it returns. The first SIGINT or SIGTERM
 * asks it to finish; a second one, or outliving the grace period, ends it at once with 1.
 */
export async function runProgram(program: (scope: ProgramScope) => Promise<number>): Promise<void> {
  const stop = new AbortController();
  let graceMs = GRACE_MS;
  const onStopSignal = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.assertion);
    stop.abort();
    setTimeout(() => process.exit(EXIT.assertion), graceMs).unref();
  };
  process.on('SIGTERM', onStopSignal).on('SIGINT', onStopSignal);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);

  try {
    process.exitCode = await program({
      args: process.argv.slice(2),
      env: process.env,
      signal: stop.signal,
      setGrace: (ms) => {
        graceMs = ms;
      },
      stdin: process.stdin,
      out: terminal(process.stdout),
      talk: terminal(process.stderr),
    });
  } catch (error) {
    process.exitCode = explain(error, terminal(process.stderr));
  }
  process.stdin.destroy();
}

/** Says what went wrong in words a person can act on; only a bug shows its stack. Returns the exit code. */
export function explain(error: unknown, talk: Terminal): number {
  if (!(error instanceof ExpectedError)) {
    talk.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return EXIT.other;
  }
  const problems = error instanceof UsageError ? error.problems : [error.message];
  for (const problem of problems) talk.write(`✖ ${problem}\n`);
  for (const fix of error.fixes) talk.write(`  fix   ${fix}\n`);
  return error.exitCode;
}

const terminal = (stream: NodeJS.WriteStream): Terminal => ({
  write: (text) => void stream.write(text),
  isTerminal: stream.isTTY,
  columns: () => stream.columns || 80,
});

/** `kinlab … | head` closes our output; that is no failure of ours. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
