import { call, interrupted, type CallOptions } from './call.ts';
import { factsOf, isAbsent } from './error-facts.ts';
import { AwsTrouble } from './trouble.ts';

export interface Unwanted extends CallOptions {
  readonly what: string;
  /** Throws AWS's own error when it is not there. */
  readonly status: () => Promise<string>;
  readonly remove: () => Promise<unknown>;
}

const LOOK_EVERY_MS = 3_000;
const PATIENCE_MS = 300_000;

/** As on AWS: these cannot be deleted yet. */
const CHANGING = new Set(['CREATING', 'UPDATING']);

/** Deletes it as soon as it may be deleted, and returns once it is gone. */
export async function untilGone(unwanted: Unwanted): Promise<void> {
  const { clock, signal, what } = unwanted;
  const giveUpAt = clock.now() + PATIENCE_MS;
  for (;;) {
    const status = await unlessGone(() => call(unwanted, unwanted.status));
    if (status === undefined) return;
    if (status !== 'DELETING' && !CHANGING.has(status)) await removeOrWait(unwanted);
    if (clock.now() >= giveUpAt) throw stillThere(what, status);
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) throw interrupted();
  }
}

/** It may have begun to change since we looked. */
async function removeOrWait(unwanted: Unwanted): Promise<void> {
  try {
    await unlessGone(() => call(unwanted, unwanted.remove));
  } catch (error) {
    if (factsOf(error).name !== 'ResourceInUseException') throw error;
  }
}

async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isAbsent(factsOf(error))) return undefined;
    throw error;
  }
}

const stillThere = (what: string, status: string): AwsTrouble =>
  new AwsTrouble(
    'never-active',
    `${what} is still ${status} after ${PATIENCE_MS / 60_000} minutes`,
    ['run kinlab reset again in a while'],
  );
