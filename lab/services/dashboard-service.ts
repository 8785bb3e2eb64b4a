import type { Controls } from '#dashboard/controls.ts';
import { createProducer } from '#producer/client/producer.ts';
import { openObject } from '../open-object.ts';
import { reshardControls } from '../reshard.ts';
import { noteOf, servePage, type LabPage } from '../serve-page.ts';
import type { ServiceUrls } from '../service-urls.ts';
import type { Target } from '../target.ts';
import { awaitStack } from './await-stack.ts';
import { isOurEmulator } from './is-our-emulator.ts';
import { START_PATIENCE_MS, type ServiceScope } from './service-scope.ts';
import { stackReport } from './stack-report.ts';
import { stackSources } from './stack-sources.ts';

export interface DashboardServiceOptions {
  readonly target: Target;
  readonly host: string;
  readonly port: number;
  readonly services: ServiceUrls;
}

/** Serves the live page of services that run elsewhere, and asks each only while somebody looks. */
export async function runDashboardService(
  scope: ServiceScope,
  { target, host, port, services }: DashboardServiceOptions,
): Promise<void> {
  const { signal, log } = scope;
  const stack = await awaitStack(scope, START_PATIENCE_MS);
  if (!stack) return;
  const page = await stackPage(scope, target, services);
  const dashboard = await servePage(page, { host, port, log });
  try {
    log.info('serving', { url: dashboard.url });
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await dashboard.close();
  }
}

/** The page of separate services. Time is everybody's here, and faults are an emulator's: it has neither. */
export async function stackPage(
  scope: ServiceScope,
  target: Target,
  services: ServiceUrls,
): Promise<LabPage> {
  const { topology } = scope;
  const { stream, deliveryStream, bucket } = topology;
  const { name, region, kinesis, firehose } = target;
  const holdsBack = name === 'aws' || (await isOurEmulator(firehose.endpoint ?? ''));
  return {
    sources: stackSources({ ...scope, services, basis: holdsBack ? 'estimated' : 'unbuffered' }),
    controls: controlsOf(scope, target),
    lab: {
      target: name,
      ...(name === 'aws' && { place: region }),
      stream,
      deliveryStream,
      bucket,
      endpoint: kinesis.endpoint ?? region,
      faultKinds: [],
    },
  };
}

function controlsOf(scope: ServiceScope, target: Target): Controls {
  const { kinesis, s3, topology, clock, random, log } = scope;
  const producer = createProducer({
    stream: topology.stream,
    client: kinesis,
    clock,
    random: random.fork('page'),
  });
  return {
    // As anybody puts records: the books count them as put by others.
    put: ({ key, count, bytes }) => {
      for (let one = 0; one < count; one++) {
        producer
          .send({ partitionKey: key, data: noteOf(bytes) })
          .catch((error: unknown) => log.warn('not put', { error: String(error) }));
      }
    },
    reshard: reshardControls(kinesis, topology.stream),
    openObject: (key) => openObject(s3, topology.bucket, key),
    report: () => stackReport(scope, target),
  };
}
