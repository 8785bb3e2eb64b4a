/** How long changes take, in ms on the clock. */
export interface KinesisDelays {
  readonly createStreamMs: number;
  readonly deleteStreamMs: number;
  readonly splitMergeMs: number;
  /** Each step of UpdateShardCount, all of whose splits or merges happen at once. */
  readonly scalingStepMs: number;
  /** Registering a consumer and deregistering one. */
  readonly registerConsumerMs: number;
  /** Every other change that makes a stream UPDATING, such as encryption. */
  readonly updateStreamMs: number;
}

/** Ours: short enough for a test, long enough that each state can be seen. */
const FAST: KinesisDelays = {
  createStreamMs: 50,
  deleteStreamMs: 50,
  splitMergeMs: 50,
  scalingStepMs: 50,
  registerConsumerMs: 50,
  updateStreamMs: 50,
};

/**
 * As on AWS: within what was observed on production Kinesis (15 to 35 s for a stream, about 30 s for a
 * split, a few seconds for a consumer). Unverified: exact values, which vary there.
 */
const AWS: KinesisDelays = {
  createStreamMs: 20_000,
  deleteStreamMs: 20_000,
  splitMergeMs: 30_000,
  scalingStepMs: 30_000,
  registerConsumerMs: 3_000,
  updateStreamMs: 10_000,
};

export const KINESIS_DELAYS = { fast: FAST, aws: AWS } as const;
