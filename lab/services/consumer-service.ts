import type { InRecord } from '#consumers/client/consumer.ts';
import { createFraudDetector } from '#consumers/fraud/detector.ts';
import { runFraud } from '#consumers/fraud/run-fraud.ts';
import { createMonitoring } from '#consumers/monitoring/monitoring.ts';
import { runMonitoring } from '#consumers/monitoring/run-monitoring.ts';
import { Place } from '#pipeline/place.ts';
import type { LabRecord } from '#pipeline/record.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import { checkpointStore, labConsumer } from '../lab-consumer.ts';
import { awaitStack } from './await-stack.ts';
import { BOOKS_FORMAT, streamKey, type ConsumerBooks } from './books-file.ts';
import { BooksKeeper } from './books-keeper.ts';
import { START_PATIENCE_MS, type ServiceScope } from './service-scope.ts';

/** Alerts beyond this are known to the log alone: the score is of the newest ones. */
const MAX_ALERTS = 20_000;

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
  const account = new ConsumerAccount(stream);
  const keeper = new BooksKeeper({
    ...scope,
    bucket: topology.stateBucket,
    service: name,
    stream: () => account.stream,
    books: () => account.file(read),
  });
  const consumer = labConsumer({ ...scope, name, read }, keeper.before(checkpointStore(scope)));
  log.info('consuming', { stream, group: name, read });

  const onRecord = (record: InRecord<LabRecord>, seenAt: number): void => {
    account.saw(record, seenAt);
    keeper.touch();
  };
  const running = { consumer, clock, signal, onRecord };
  await keeper.keepWhile(() =>
    subject === 'monitoring'
      ? runMonitoring({ ...running, monitoring: createMonitoring() })
      : runFraud({
          ...running,
          detector: createFraudDetector(),
          onAlert: ({ recordId, key, kind, score, reason }) => {
            account.alerted(recordId);
            log.info('alert', { key, kind, score, reason });
          },
        }),
  );
}

/** What one process has seen of a stream. */
class ConsumerAccount {
  #stream: string;
  #place = new Place();
  #latency = new LatencyHistogram();
  #alerts: string[] = [];

  constructor(stream: string) {
    this.#stream = stream;
  }

  /** `stream@creation`: the consumer itself may move on to another one of the same name. */
  get stream(): string {
    return this.#stream;
  }

  saw({ id, data, arrivedAt }: InRecord<LabRecord>, seenAt: number): void {
    const stream = id.slice(0, id.indexOf('/'));
    if (stream !== this.#stream) this.#beginAnew(stream);
    this.#place.saw(data);
    this.#latency.record(seenAt - arrivedAt.getTime());
  }

  alerted(recordId: string): void {
    this.#alerts.push(recordId);
    if (this.#alerts.length > 2 * MAX_ALERTS) this.#alerts = this.#alerts.slice(-MAX_ALERTS);
  }

  file(read: 'polling' | 'efo'): ConsumerBooks {
    return {
      v: BOOKS_FORMAT,
      kind: 'consumer',
      place: this.#place.state(),
      latency: this.#latency.counts().map(([ms, times]) => [ms, times]),
      alerts: this.#alerts.slice(-MAX_ALERTS),
      read,
    };
  }

  #beginAnew(stream: string): void {
    this.#stream = stream;
    this.#place = new Place();
    this.#latency = new LatencyHistogram();
    this.#alerts = [];
  }
}
