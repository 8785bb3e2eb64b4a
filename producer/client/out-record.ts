/** One that is to be sent. */
export interface OutRecord<T> {
  readonly data: T;
  /** Absent: the record is spread evenly and no order is promised for it. */
  readonly partitionKey?: string;
  /** From 0n to 2n ** 128n - 1n; chooses the shard in place of the partition key. */
  readonly explicitHashKey?: bigint;
}
