import type { ClockView } from '../view.ts';

/** How far the picture lags behind, in real time, so that what it shows has been told already. */
const DELAY_MS = 250;
/** A jump of more than this is shown as one. */
const JUMP_MS = 2_000;

let told: ClockView | undefined;
let toldAt = 0;
let shown = 0;

export function noteTime(clock: ClockView): void {
  told = clock;
  toldAt = performance.now();
}

/** The lab's time between two ticks, by the speed that was told last. */
export function labNow(): number {
  if (!told) return 0;
  return told.isPaused ? told.now : told.now + (performance.now() - toldAt) * told.speed;
}

/** The moment that the moving picture shows: a little behind, and never backwards by a jitter. */
export function shownNow(): number {
  if (!told) return 0;
  const wanted = labNow() - (told.isPaused ? 0 : DELAY_MS * told.speed);
  const isJump = Math.abs(wanted - shown) > JUMP_MS * Math.max(1, told.speed);
  shown = isJump ? wanted : Math.max(shown, wanted);
  return shown;
}

export const speed = (): number => told?.speed ?? 1;
