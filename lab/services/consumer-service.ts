import type { Consumer, InRecord } from '#consumers/client/consumer.ts';
import { createFraudDetector } from '#consumers/fraud/detector.ts';
import { runFraud } from '#consumers/fraud/run-fraud.ts';
import { createMonitoring } from '#consumers/monitoring/monitoring.ts';
import { runMonitoring } from '#consumers/monitoring/run-monitoring.ts';
import type { LabRecord } from '#pipeline/record.ts';
import type { ConsumerState } from '#pipeline/status.ts';
import { ConsumerWatch } from '../traffic/consumer-watch.ts';
import { checkpointStore, labConsumer } from '../traffic/lab-consumer.ts';
import { POLL_EVERY_MS } from '../traffic/readers.ts';
import { awaitStack } from './await-stack.ts';
import { streamKey } from './books-file.ts';
import { BooksKeeper } from './books-keeper.ts';
import { ConsumerAccount } from './consumer-account.ts';
import { consumerBooks } from './read-books.ts';
import { START_PATIENCE_MS, type ServiceScope } from './service-scope.ts';

export interface ConsumerService {
  /** Also the name of the group. */
  readonly name: string;
  readonly subject: 'monitoring' | 'fraud';
  readonly read: 'polling' | 'efo';
}

/**
 * Reads the stream until the signal aborts. If another stream has taken its place, and what was
 * written down of the old one went with it, it begins anew.
 */
export async function runConsumerService(
  scope: ServiceScope,
  service: ConsumerService,
): Promise<void> {
  const { kinesis, topology, clock, log, signal } = scope;
  const question = { kinesis, topology, clock, log, signal };
  let stack = await awaitStack(question, START_PATIENCE_MS);
  while (stack && !signal.aborted) {
    try {
      await consume(scope, service, streamKey(topology.stream, stack.streamCreatedAt));
      return;
    } catch (error) {
      const before = stack.streamCreatedAt;
      stack = await awaitStack(question, START_PATIENCE_MS);
      if (stack?.streamCreatedAt === before) throw error;
      log.warn('beginning anew', { stream: topology.stream, error: String(error) });
    }
  }
}

async function consume(
  scope: ServiceScope,
  { name, subject, read }: ConsumerService,
  stream: string,
): Promise<void> {
  const { topology, clock, log, signal } = scope;
  const place = { s3: scope.s3, bucket: topology.stateBucket, stream };
  const account = new ConsumerAccount(stream, await consumerBooks(place, name));
  const keeper = new BooksKeeper({
    ...scope,
    bucket: topology.stateBucket,
    service: name,
    stream: () => account.stream,
    books: () => account.file(read),
  });
  const consumer = labConsumer({ ...scope, name, read }, keeper.before(checkpointStore(scope)));
  log.info('consuming', { stream, group: name, read });

  const watch = watchOf(scope, { name, subject, read }, account, consumer);
  scope.tell((since) => watch.status(since));
  const onRecord = (record: InRecord<LabRecord>, seenAt: number): void => {
    account.saw(record, seenAt);
    watch.onRecord(record, seenAt);
    keeper.touch();
  };
  const running = { consumer, clock, signal, onRecord };
  await keeper.keepWhile(() =>
    subject === 'monitoring'
      ? runMonitoring({
          ...running,
          monitoring: createMonitoring(),
          onClosed: (window) => watch.onWindow(window),
        })
      : runFraud({
          ...running,
          detector: createFraudDetector(),
          onAlert: (alert) => {
            const { recordId, key, kind, score, reason } = alert;
            account.alerted(recordId);
            watch.onAlert(alert);
            log.info('alert', { key, kind, score, reason });
          },
        }),
  );
}

/** What the service tells of itself, with what processes before it have seen. */
function watchOf(
  { clock }: ServiceScope,
  service: ConsumerService,
  account: ConsumerAccount,
  consumer: Pick<Consumer<LabRecord>, 'ready' | 'lag'>,
): ConsumerWatch {
  let state: ConsumerState = 'starting';
  consumer.ready().then(
    () => (state = 'running'),
    () => {},
  );
  return new ConsumerWatch({
    ...service,
    pollEveryMs: POLL_EVERY_MS,
    clock,
    latency: () => account.latency,
    now: () => ({ ...account.told(), state, slowMs: 0, lag: consumer.lag() }),
  });
}
