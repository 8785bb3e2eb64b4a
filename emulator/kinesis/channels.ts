import type { Action } from '../wire/action.ts';
import { AwsError } from '../errors.ts';
import type { Kinesis } from './state.ts';

/** Delivery from a stream to S3 and S3 Tables without Firehose. */
const OPERATIONS = [
  'CreateChannel',
  'DeleteChannel',
  'DescribeChannel',
  'ListChannels',
  'UpdateChannel',
] as const;

/** Unlike AWS: channels are not offered; their operations are known, and say so. */
export const channels: readonly Action<Kinesis>[] = OPERATIONS.map((name) => ({
  name,
  parse: (body) => body,
  check: () => {},
  run: () => {
    throw new AwsError(
      'NotImplementedException',
      `${name} is not emulated: there are no channels.`,
      {
        status: 501,
      },
    );
  },
}));
