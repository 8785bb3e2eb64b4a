import { resourceArn, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedResource } from '../references.ts';
import { policyNotFound } from '../settings-errors.ts';

/**
 * Removes the policy of a stream or a consumer.
 *
 * As on AWS: the answer has an empty body; where there is none, that is an error.
 */
export const deleteResourcePolicy = kinesisAction({
  name: 'DeleteResourcePolicy',
  input: { ResourceARN: resourceArn, StreamId: streamId },
  run(kinesis, { ResourceARN }) {
    const { resource } = referencedResource(kinesis, ResourceARN);
    if (resource.policy === undefined) throw policyNotFound(ResourceARN);
    resource.policy = undefined;
    return undefined;
  },
});
