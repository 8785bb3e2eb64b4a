import { AwsError } from '../../errors.ts';
import { inStream, type StreamName } from '../errors.ts';

/* What Kinesis answers to those who ask for too much at a time. Sources as in `../errors.ts`. */

interface Named {
  readonly id: string;
}

/** What PutRecords says of a record that its shard did not take. */
export const THROUGHPUT_EXCEEDED = 'ProvisionedThroughputExceededException';

export const shardRateMessage = ({ id }: Named, stream: StreamName): string =>
  `Rate exceeded for shard ${id} in ${inStream(stream)}.`;

export const shardRateExceeded = (shard: Named, stream: StreamName): AwsError =>
  new AwsError(THROUGHPUT_EXCEEDED, shardRateMessage(shard, stream));

/** Observed with a stream's name. Unverified: the words where the call names none. */
export const callRateExceeded = (account: string, streamName: string | undefined): AwsError =>
  new AwsError(
    'LimitExceededException',
    streamName === undefined
      ? `Rate exceeded for account ${account}.`
      : `Rate exceeded for ${inStream({ name: streamName, account })}.`,
  );

/** Unverified: code as documented, wording ours. */
export const subscribeRateExceeded = (
  consumer: { readonly name: string },
  shard: Named,
  stream: StreamName,
): AwsError =>
  new AwsError(
    'LimitExceededException',
    `Rate exceeded for consumer ${consumer.name} of shard ${shard.id} in ${inStream(stream)}.`,
  );
