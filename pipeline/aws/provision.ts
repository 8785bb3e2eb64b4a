import { step } from './call.ts';
import { ensureBucket } from './ensure-bucket.ts';
import { ensureDeliveryStream } from './ensure-delivery-stream.ts';
import { ensureRole } from './ensure-role.ts';
import { ensureStream } from './ensure-stream.ts';
import type { ProvisionScope } from './scope.ts';
import { AwsTrouble, troubleOf } from './trouble.ts';

/**
 * Makes what the plan names, one after the other, and returns once all of it is ACTIVE. What is there
 * already and carries our tag is used again, so whatever interrupts this, the next run goes on from
 * there; what is there without it is left alone, by an error. Nothing is ever without the tag, not even
 * for a moment, so `findTagged` finds all that an interrupted run has made.
 */
export async function provisionOnAws(scope: ProvisionScope): Promise<void> {
  const { topology, role } = scope.plan;
  const { bucket, stateBucket, stream, deliveryStream } = topology;
  try {
    for (const name of [bucket, stateBucket]) {
      await step(`make the bucket ${name}`, () => ensureBucket(scope, name));
    }
    await step(`make the role ${role.name}`, () => ensureRole(scope));
    await step(`make the stream ${stream}`, () => ensureStream(scope));
    await step(`make the delivery stream ${deliveryStream}`, () => ensureDeliveryStream(scope));
  } catch (error) {
    throw withWayBack(troubleOf(error, 'make what the lab needs'));
  }
}

const withWayBack = ({ code, message, fixes, cause }: AwsTrouble): AwsTrouble =>
  new AwsTrouble(
    code,
    message,
    [
      ...fixes,
      'what was made so far stays and costs: run it again to go on, or kinlab reset to delete it',
    ],
    cause,
  );
