import { toTimestamp } from '../wire/aws-json.ts';

const MS_PER_DAY = 86_400_000;

type Status = 'ENABLED' | 'DISABLED' | 'ENABLED_UNTIL_EARLIEST_ALLOWED_END';

/**
 * The commitment to pay for a minimum throughput, by which an account unlocks On-demand Advantage.
 *
 * As on AWS: it lasts 24 hours at least; ended before, it goes on until they have passed. Unverified:
 * that enabling it again meanwhile takes the ending back.
 */
export class BillingCommitment {
  #startedAt: number | undefined;
  #endedAt: number | undefined;

  isEnabled(now: number): boolean {
    return this.#startedAt !== undefined && !(this.#endedAt !== undefined && now >= this.#endedAt);
  }

  enable(now: number): void {
    if (!this.isEnabled(now)) this.#startedAt = now;
    this.#endedAt = undefined;
  }

  disable(now: number): void {
    if (this.#startedAt === undefined || this.#endedAt !== undefined) return;
    this.#endedAt = Math.max(now, this.#startedAt + MS_PER_DAY);
  }

  /** In AWS's words. */
  describe(now: number): object {
    const startedAt = this.#startedAt;
    const endedAt = this.#endedAt;
    return {
      Status: this.#status(now),
      ...(startedAt !== undefined && {
        StartedAt: toTimestamp(startedAt),
        EarliestAllowedEndAt: toTimestamp(startedAt + MS_PER_DAY),
      }),
      ...(endedAt !== undefined && now >= endedAt && { EndedAt: toTimestamp(endedAt) }),
    };
  }

  #status(now: number): Status {
    if (!this.isEnabled(now)) return 'DISABLED';
    return this.#endedAt === undefined ? 'ENABLED' : 'ENABLED_UNTIL_EARLIEST_ALLOWED_END';
  }
}
