import { z } from 'zod';
import type { Clock } from '#runtime/clock.ts';
import type { Steering } from '#runtime/scaled-clock.ts';
import { ControlError } from './control-error.ts';
import type { ControlEndpoint } from './index.ts';
import { readOrder } from './read-order.ts';

export interface SteeredTime {
  readonly clock: Clock;
  /** Absent: this clock cannot be steered. */
  readonly steering?: Steering | undefined;
  /** Calls so far: what a step waits for. */
  readonly requests: () => number;
}

const LONGEST_ADVANCE_MS = 30 * 86_400_000;

/** One thing at a time, so that their order leaves no question. */
const order = z.union([
  z.strictObject({ paused: z.boolean() }),
  z.strictObject({ speed: z.number().min(0.1).max(600) }),
  z.strictObject({ step: z.literal(true) }),
  z.strictObject({ advanceMs: z.int().min(0).max(LONGEST_ADVANCE_MS) }),
]);

/**
 * `GET` tells the time; `POST` pauses, resumes, sets the speed, steps a paused clock to the next
 * instant at which AWS is called, or advances as fast as the work of each instant allows.
 */
export const clockEndpoints = (time: SteeredTime): readonly ControlEndpoint[] => [
  { method: 'GET', name: 'clock', handle: () => told(time) },
  {
    method: 'POST',
    name: 'clock',
    handle: async (request) => {
      await steer(time, readOrder(request, order));
      return told(time);
    },
  },
];

const told = ({ clock, steering }: SteeredTime): object => ({
  now: new Date(clock.now()).toISOString(),
  ...(steering?.pace() ?? { speed: 1, isPaused: false }),
  isSteerable: steering !== undefined,
});

async function steer(
  { steering, requests }: SteeredTime,
  wanted: z.output<typeof order>,
): Promise<void> {
  if (!steering) throw new ControlError(409, 'Time here is the system’s: nobody can steer it.');
  if ('paused' in wanted) (wanted.paused ? steering.pause : steering.resume)();
  else if ('speed' in wanted) steering.setSpeed(wanted.speed);
  else if ('advanceMs' in wanted) await steering.advance(wanted.advanceMs);
  else await stepToNextCall(steering, requests);
}

async function stepToNextCall(steering: Steering, requests: () => number): Promise<void> {
  if (!steering.pace().isPaused) throw new ControlError(409, 'Only a paused clock can be stepped.');
  const before = requests();
  await steering.step(() => requests() > before);
}
