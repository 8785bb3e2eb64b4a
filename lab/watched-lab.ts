import type { LabPage } from './page/serve-page.ts';
import type { Lab } from './start-lab.ts';

export interface DrainScope {
  /** Aborted: wait no longer. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** A lab with a producer and two consumers, as the demo watches it, wherever AWS is. */
export interface WatchedLab extends Pick<Lab, 'clock' | 'status' | 'report' | 'stop' | 'traffic'> {
  /** The live page, where it is served from outside this lab. */
  readonly page?: LabPage;
  /** Takes back what makes the lab's time pass slower than it was meant to. */
  readonly hurry?: () => void;
  /** Waits until everything that was put has reached whoever it is for. */
  readonly drain: (scope: DrainScope) => Promise<void>;
}
