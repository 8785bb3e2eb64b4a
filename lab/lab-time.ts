import type { Clock } from '#runtime/clock.ts';
import { scaledClock, type Steering } from '#runtime/scaled-clock.ts';
import { virtualClock, type VirtualClock } from '#runtime/virtual-clock.ts';

export interface TimeChoice {
  /** `virtual` moves only by `advance`; `{ speed: 60 }` lets a lab minute pass in a second. */
  readonly clock?: 'system' | 'virtual' | { readonly speed: number };
  /** Where a virtual clock begins, in ISO 8601. */
  readonly start?: string;
}

/** How far a virtual clock steps while something that sleeps on it is waited for. */
const STEP_MS = 10;

/** The clock of a lab, and how one waits on it. */
export interface LabTime {
  readonly clock: Clock;
  readonly steering?: Steering;
  readonly speed: number;
  readonly advance: (ms: number) => Promise<void>;
  /** Waits for work that itself waits for lab time to pass. */
  readonly until: <T>(work: Promise<T>) => Promise<T>;
  readonly stop: () => void;
}

/** Makes the clock that was chosen; `base` is the system's, and `isBusy` whether AWS has work in hand. */
export function labTime(
  { clock: choice = 'system', start }: TimeChoice,
  base: Clock,
  isBusy: () => boolean,
): LabTime {
  if (choice === 'virtual') {
    return virtualTime(virtualClock({ isBusy, ...(start === undefined ? {} : { start }) }));
  }
  if (choice === 'system') return realTime(base, 1, () => {});
  const clock = scaledClock({ speed: choice.speed, isBusy, base });
  return { ...realTime(clock, choice.speed, clock.stop), steering: clock };
}

const realTime = (clock: Clock, speed: number, stop: () => void): LabTime => ({
  clock,
  speed,
  advance: (ms) => clock.sleep(ms),
  until: (work) => work,
  stop,
});

const virtualTime = (clock: VirtualClock): LabTime => ({
  clock,
  speed: 0,
  advance: clock.advance,
  until: async (work) => {
    const state = { isSettled: false };
    const settled = work.finally(() => (state.isSettled = true));
    settled.catch(() => {});
    await clock.advance(0);
    while (!state.isSettled) await clock.advance(STEP_MS);
    return settled;
  },
  stop: () => {},
});
