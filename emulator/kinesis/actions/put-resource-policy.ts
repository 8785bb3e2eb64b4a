import { string } from '../../wire/input.ts';
import { resourceArn, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedResource } from '../references.ts';
import { invalidPolicy } from '../settings-errors.ts';

/**
 * Attaches a policy to a stream or a consumer, in place of the one that it has.
 *
 * As on AWS: the answer has an empty body; a stream that is missing is told of by
 * ResourceNotFoundException. Unlike AWS: of the policy only that it is a JSON object is checked, and
 * it allows and forbids nothing.
 */
export const putResourcePolicy = kinesisAction({
  name: 'PutResourcePolicy',
  input: { ResourceARN: resourceArn, StreamId: streamId, Policy: string() },
  run(kinesis, { ResourceARN, Policy }) {
    const { resource } = referencedResource(kinesis, ResourceARN);
    if (!isJsonObject(Policy)) throw invalidPolicy();
    resource.policy = Policy;
    return undefined;
  },
});

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
