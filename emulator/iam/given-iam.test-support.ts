import {
  CreateRoleCommand,
  IAMClient,
  type CreateRoleCommandInput,
  type IAMClientConfig,
} from '@aws-sdk/client-iam';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { createEmulator } from '../index.ts';

export const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'firehose.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
});

/** IAM, called through the AWS SDK, so that validation and wording count. */
export function givenIam() {
  const clock = virtualClock();
  const emulator = createEmulator({ clock, random: seededRandom(7), log: silentLog });
  const iam = new IAMClient({
    region: 'eu-west-1',
    maxAttempts: 1,
    requestHandler: emulator.requestHandler as NonNullable<IAMClientConfig['requestHandler']>,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    clock,
    iam,
    createRole: (more: Partial<CreateRoleCommandInput> = {}) =>
      iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST, ...more })),
  };
}
