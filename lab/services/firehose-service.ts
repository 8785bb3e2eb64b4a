import { createFirehoseEndpoint, startServer } from '#emulator/index.ts';
import { provisionDeliveryStream } from '#pipeline/provision.ts';
import { firehoseClient } from '#runtime/aws.ts';
import { aborted } from '#runtime/signals.ts';
import { LOCAL_ACCOUNT, LOCAL_CREDENTIALS } from '../environment.ts';
import { FirehoseTold } from '../page/firehose-told.ts';
import type { Target } from '../target.ts';
import { awaitStack } from './await-stack.ts';
import { s3Keeping } from './firehose-keeping.ts';
import { START_PATIENCE_MS, type ServiceScope } from './service-scope.ts';

export interface FirehoseServiceOptions {
  readonly target: Pick<Target, 'region' | 'kinesis' | 's3'>;
  readonly host: string;
  readonly port: number;
}

/**
 * Our Firehose as a process of its own, in front of the target's stream and bucket: with AWS's timing,
 * whatever the target's own has. It makes the lab's delivery stream if there is none yet, and goes on
 * where the process before it had come to.
 */
export async function runFirehoseService(
  scope: ServiceScope,
  { target, host, port }: FirehoseServiceOptions,
): Promise<object> {
  const { kinesis, s3, topology, clock, random, log, signal } = scope;
  const question = { kinesis, topology, clock, log, signal };
  const stack = await awaitStack(question, START_PATIENCE_MS);
  if (!stack) return {};

  const { region } = target;
  const endpoint = await createFirehoseEndpoint({
    ...target,
    clock,
    random,
    log,
    account: LOCAL_ACCOUNT,
    keeping: s3Keeping(s3, topology.stateBucket),
  });
  const told = new FirehoseTold(endpoint, topology.deliveryStream);
  scope.tell((since) => told.status(since));
  const server = await startServer({ handle: endpoint.handle, host, port, log });
  try {
    const { requestHandler } = endpoint;
    const firehose = firehoseClient({ region, requestHandler, credentials: LOCAL_CREDENTIALS });
    await provisionDeliveryStream({ firehose, clock, topology }, stack.streamArn);
    log.info('serving', { endpoint: server.endpoint });
    await aborted(signal);
  } finally {
    await server.close();
    await endpoint.close();
  }
  const [status] = endpoint.statuses();
  return { delivered: status?.delivered, buffered: status?.buffered.records };
}
