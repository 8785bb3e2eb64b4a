import { afterAll, beforeAll, describe, it } from 'vitest';
import { backend, type BackendName, type Stack } from './backends.ts';

export interface Case {
  readonly run: (stack: Stack) => Promise<void>;
  /** What it holds of `tests/fidelity/traps.ts`. */
  readonly traps?: readonly number[];
  /** Where it cannot be tried, and why. */
  readonly notTriedOn?: Readonly<Partial<Record<BackendName, string>>>;
  /** Lab time it takes, when that is minutes: it runs only where the clock is moved by hand. */
  readonly minutes?: number;
  /** Who is known to fail this, and why. They run it too, and must fail, so that a mend is seen. */
  readonly divergesOn?: Readonly<Partial<Record<BackendName, string>>>;
}

/** Runs each case on the backend, through the AWS SDK. Cases share a stack: they bring their own names. */
export function contract(subject: string, cases: Readonly<Record<string, Case>>): void {
  const { name, isRealTime, start } = backend;
  const tried = Object.entries(cases).filter(
    ([, { minutes, notTriedOn }]) =>
      !(isRealTime && minutes !== undefined) && notTriedOn?.[name] === undefined,
  );
  if (tried.length === 0) return;

  describe(`${subject} on ${name}`, { concurrent: isRealTime }, () => {
    let stack: Stack;

    beforeAll(async () => {
      stack = await start();
    });
    afterAll(() => stack.close());

    for (const [title, { run, divergesOn }] of tried) {
      const reason = divergesOn?.[name];
      const suffix = reason === undefined ? '' : ` (diverges: ${reason})`;
      it(`${title}${suffix}`, async ({ task }) => {
        await (reason === undefined ? run(stack) : mustFail(run(stack)));
        // Of cases side by side, vitest does not know which one a promise in an `expect` belongs to, and
        // would fail any of them by it. Each case has awaited its own.
        Reflect.deleteProperty(task, 'promises');
      });
    }
  });
}

/** Not by `it.fails`, which would also take a time-out, or a backend that is gone, for the divergence. */
async function mustFail(running: Promise<void>): Promise<void> {
  const failure = await running.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (!failure) throw new Error('this passes now: take its reason out of divergesOn');
  const { error } = failure;
  const isAnswer = error instanceof Error && (error.name === 'AssertionError' || '$fault' in error);
  if (!isAnswer) throw error;
}
