import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';

/** What every emulated service is given. */
export interface ServiceOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}
