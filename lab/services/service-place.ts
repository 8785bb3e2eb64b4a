import { firehoseClient, kinesisClient, s3Client } from '#runtime/aws.ts';
import type { ProgramScope } from '#runtime/service.ts';
import type { Settings } from '../settings/settings.ts';
import { resolveTarget } from '../target.ts';
import { topologyFrom } from '../topology-from.ts';
import type { ServicePlace } from './service-scope.ts';

type Program = Pick<ProgramScope, 'env' | 'signal'>;

/** Throws with the mend for whatever is missing. */
export async function servicePlace(settings: Settings, program: Program): Promise<ServicePlace> {
  if (settings.target !== 'aws') return placeAtEndpoints(settings, program);
  // Loaded for this target alone: the others do without the services of an account.
  const { placeOnAws } = await import('../aws/place-on-aws.ts');
  return placeOnAws(settings, program);
}

function placeAtEndpoints(settings: Settings, { env }: Program): ServicePlace {
  const target = resolveTarget(settings, env);
  const clients = {
    kinesis: kinesisClient(target.kinesis),
    firehose: firehoseClient(target.firehose),
    s3: s3Client(target.s3),
  };
  return {
    target,
    clients,
    topology: topologyFrom(settings),
    close: () => Object.values(clients).forEach((client) => client.destroy()),
  };
}
