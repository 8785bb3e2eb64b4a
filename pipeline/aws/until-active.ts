import { call, interrupted, type CallOptions } from './call.ts';
import { factsOf, isAbsent, isPresent } from './error-facts.ts';
import { AwsTrouble } from './trouble.ts';

export interface Found {
  /** AWS's word. */
  readonly status: string;
  /** Why it is in that status, where AWS says so. */
  readonly reason?: string | undefined;
}

export interface Wanted<State extends Found> extends CallOptions {
  /** For people: `stream events`. */
  readonly what: string;
  /** Throws AWS's own error when it is not there. */
  readonly describe: () => Promise<State>;
  readonly create: () => Promise<unknown>;
  /** Throws when what is there is not ours, or not as it should be. */
  readonly accept: (state: State) => Promise<void>;
  readonly say: (line: string) => void;
}

const LOOK_EVERY_MS = 3_000;
const PATIENCE_MS = 300_000;

/**
 * Creates what is not there, and returns once it is ACTIVE. It may be there already, ours from an
 * interrupted run, on its way up or on its way out: every look decides anew.
 */
export async function untilActive<State extends Found>(wanted: Wanted<State>): Promise<State> {
  const { clock, signal } = wanted;
  const giveUpAt = clock.now() + PATIENCE_MS;
  const seen = { isAccepted: false, status: '' };
  for (;;) {
    const state = await find(wanted);
    if (state === undefined) {
      await createUnlessPresent(wanted);
      seen.isAccepted = false;
    } else if (await isReady(wanted, state, seen)) return state;
    if (clock.now() >= giveUpAt) throw stillNotActive(wanted.what, seen.status);
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) throw interrupted();
  }
}

/** What earlier looks have told. */
interface Seen {
  isAccepted: boolean;
  status: string;
}

async function isReady<State extends Found>(
  { what, accept, say }: Wanted<State>,
  state: State,
  seen: Seen,
): Promise<boolean> {
  if (!seen.isAccepted) await accept(state);
  seen.isAccepted = true;
  if (state.status.endsWith('FAILED')) throw failed(what, state);
  if (state.status !== seen.status) say(`${what}: ${state.status}`);
  seen.status = state.status;
  return state.status === 'ACTIVE';
}

async function find<State extends Found>(wanted: Wanted<State>): Promise<State | undefined> {
  try {
    return await call(wanted, wanted.describe);
  } catch (error) {
    if (isAbsent(factsOf(error))) return undefined;
    throw error;
  }
}

async function createUnlessPresent<State extends Found>(wanted: Wanted<State>): Promise<void> {
  try {
    await call(wanted, wanted.create);
  } catch (error) {
    if (!isPresent(factsOf(error))) throw error;
  }
}

const failed = (what: string, { status, reason }: Found): AwsTrouble =>
  new AwsTrouble(
    'never-active',
    `${what} is ${status}${reason === undefined ? '' : `: ${reason}`}`,
  );

const stillNotActive = (what: string, status: string): AwsTrouble =>
  new AwsTrouble(
    'never-active',
    `${what} is ${status === '' ? 'not there' : `still ${status}`} after ${PATIENCE_MS / 60_000} minutes`,
  );
