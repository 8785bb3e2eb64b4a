import { SlidingWindow } from './sliding-window.ts';

const DAY_MS = 86_400_000;

/** As on AWS: how often each may succeed for one stream in a rolling 24 hours. */
const PER_DAY = {
  UpdateShardCount: 10,
  UpdateStreamMode: 2,
  StartStreamEncryption: 25,
  StopStreamEncryption: 25,
} as const;

export type DailyOperation = keyof typeof PER_DAY;

export const perDay = (operation: DailyOperation): number => PER_DAY[operation];

/** What one stream has used up of its daily quotas. */
export class DailyQuotas {
  readonly #windows = new Map<DailyOperation, SlidingWindow>();

  take(operation: DailyOperation, now: number): boolean {
    let window = this.#windows.get(operation);
    if (!window) {
      window = new SlidingWindow(PER_DAY[operation], DAY_MS);
      this.#windows.set(operation, window);
    }
    return window.take(now);
  }
}
