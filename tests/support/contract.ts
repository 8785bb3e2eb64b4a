import { afterAll, beforeAll, describe, it } from 'vitest';
import { backend, type BackendName, type Stack } from './backends.ts';

export interface Case {
  readonly run: (stack: Stack) => Promise<void>;
  /** What it holds of `tests/fidelity/traps.ts`. */
  readonly traps?: readonly number[];
  /** Lab time it takes, when that is minutes: it runs only where the clock is moved by hand. */
  readonly minutes?: number;
  /** Who is known to fail this, and why. They run it too, and must fail, so that a mend is seen. */
  readonly divergesOn?: Readonly<Partial<Record<BackendName, string>>>;
}

/** Runs each case on the backend, through the AWS SDK. Cases share a stack: they bring their own names. */
export function contract(subject: string, cases: Readonly<Record<string, Case>>): void {
  const { name, isRealTime, start } = backend;
  describe(`${subject} on ${name}`, { concurrent: isRealTime }, () => {
    let stack: Stack;

    // In beforeAll, because it.fails would take a stack that never started for the divergence.
    beforeAll(async () => {
      stack = await start();
    });
    afterAll(() => stack.close());

    for (const [title, { run, divergesOn, minutes }] of Object.entries(cases)) {
      if (isRealTime && minutes !== undefined) continue;
      const reason = divergesOn?.[name];
      if (reason === undefined) it(title, () => run(stack));
      else it.fails(`${title} (diverges: ${reason})`, () => run(stack));
    }
  });
}
