import { resourceArn, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedResource } from '../references.ts';

/** As on AWS (recorded): of a resource without one. */
const NO_POLICY = '{}';

/**
 * Gives the policy of a stream or a consumer, as it was put.
 *
 * As on AWS: where there is none, or none any more, it is empty.
 */
export const getResourcePolicy = kinesisAction({
  name: 'GetResourcePolicy',
  input: { ResourceARN: resourceArn, StreamId: streamId },
  run: (kinesis, { ResourceARN }) => ({
    Policy: referencedResource(kinesis, ResourceARN).resource.policy ?? NO_POLICY,
  }),
});
