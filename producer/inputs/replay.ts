import type { Clock } from '#runtime/clock.ts';
import type { Input, InputItem } from './input.ts';
import { pace } from './pace.ts';

/** Something that happened long ago and is to happen again. */
export interface PastEvent {
  /** When it happened, in epoch ms of its own time. */
  readonly at: number;
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ReplayOptions {
  readonly name: string;
  readonly clock: Clock;
  /** Records per second on average. */
  readonly rate: number;
  /** Called when the replay starts, and never if it does not. */
  readonly load: () => readonly PastEvent[];
}

/**
 * Replays past events in the order and with the rhythm of their own time, stretched or squeezed to
 * `rate` on average, and from the start again when they are through: their bursts and silences are
 * what makes real data real. `data.round` counts the rounds from 1.
 */
export function replay({ name, clock, rate, load }: ReplayOptions): Input {
  return {
    name,
    async *items(signal) {
      const events = load().toSorted((a, b) => a.at - b.at);
      const startAt = clock.now();
      const scheduled = schedule(events, rate);
      const dueAt = ({ offsetMs }: Scheduled): number => startAt + offsetMs;
      for await (const due of pace(scheduled, { clock, signal, dueAt })) {
        yield itemOf(due, Math.floor(dueAt(due)));
      }
    },
  };
}

interface Scheduled {
  readonly event: PastEvent;
  readonly round: number;
  readonly offsetMs: number;
}

/** When each event happens again, in ms since the start; `events` in order of time. Endless. */
export function* schedule(events: readonly PastEvent[], rate: number): Generator<Scheduled> {
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return;
  const spanMs = last.at - first.at;
  const roundMs = (events.length * 1_000) / rate;
  // One more gap than there are within a round, an average one, lies between two rounds.
  const scale = spanMs === 0 ? 0 : (roundMs * (1 - 1 / events.length)) / spanMs;
  for (let round = 1; ; round++) {
    for (const event of events) {
      const offsetMs = (round - 1) * roundMs + (event.at - first.at) * scale;
      yield { event, round, offsetMs };
    }
  }
}

const itemOf = ({ event, round }: Scheduled, eventAt: number): InputItem => ({
  key: event.key,
  eventAt,
  data: { ...event.data, round },
});
