import { SlidingWindow } from './sliding-window.ts';

/** How many calls a second of one operation are answered. */
export interface CallRate {
  readonly operation: string;
  readonly perSecond: number;
  /** Whose calls are counted together: the account's, or those to one stream. */
  readonly per: 'account' | 'stream';
}

/** As on AWS. Unverified: five for those of which no rate is stated; the last group. */
const RATES: readonly (readonly [number, CallRate['per'], readonly string[]])[] = [
  [1, 'account', ['DescribeLimits']],
  [
    5,
    'account',
    [
      'CreateStream',
      'DeleteStream',
      'ListStreams',
      'AddTagsToStream',
      'RemoveTagsFromStream',
      'ListTagsForStream',
      'SplitShard',
      'MergeShards',
      'RegisterStreamConsumer',
      'DescribeAccountSettings',
      'UpdateAccountSettings',
      'UpdateStreamWarmThroughput',
    ],
  ],
  [5, 'stream', ['DeregisterStreamConsumer', 'ListStreamConsumers']],
  [10, 'account', ['DescribeStream', 'UpdateShardCount']],
  [20, 'account', ['DescribeStreamSummary']],
  [20, 'stream', ['DescribeStreamConsumer']],
  [1_000, 'stream', ['ListShards']],
  [
    5,
    'account',
    [
      'IncreaseStreamRetentionPeriod',
      'DecreaseStreamRetentionPeriod',
      'EnableEnhancedMonitoring',
      'DisableEnhancedMonitoring',
      'StartStreamEncryption',
      'StopStreamEncryption',
      'TagResource',
      'UntagResource',
      'ListTagsForResource',
      'PutResourcePolicy',
      'GetResourcePolicy',
      'DeleteResourcePolicy',
      'UpdateMaxRecordSize',
      'UpdateStreamMode',
      'UpdateStreamRecordDistributionStrategy',
    ],
  ],
];

const BY_OPERATION = new Map(
  RATES.flatMap(([perSecond, per, operations]) =>
    operations.map((operation): [string, CallRate] => [operation, { operation, perSecond, per }]),
  ),
);

/** Undefined for operations on records, whose limits are those of their shard. */
export const callRateOf = (operation: string): CallRate | undefined => BY_OPERATION.get(operation);

/** How many streams' calls are remembered before those that fell silent are forgotten. */
const MAX_WINDOWS = 10_000;

/** The calls of the last second. */
export class CallCounts {
  #windows = new Map<string, SlidingWindow>();

  /** `streamName` counts where the rate is a stream's. */
  take({ operation, perSecond, per }: CallRate, streamName: string, now: number): boolean {
    const key = per === 'account' ? operation : `${operation} ${streamName}`;
    let window = this.#windows.get(key);
    if (!window) {
      // Names come from clients: forgetting all is a second's mercy, and bounds the memory.
      if (this.#windows.size >= MAX_WINDOWS) this.#windows = new Map();
      window = new SlidingWindow(perSecond, 1_000);
      this.#windows.set(key, window);
    }
    return window.take(now);
  }
}
