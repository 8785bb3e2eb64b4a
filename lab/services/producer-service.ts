import { recordCodec, type LabRecord } from '#pipeline/record.ts';
import { createProducer } from '#producer/client/producer.ts';
import type { Producer } from '#producer/client/types.ts';
import type { Input } from '#producer/inputs/input.ts';
import { produce, type Produced } from '#producer/produce.ts';
import { InputProgress, withoutFirst } from '#producer/progress.ts';
import type { InputChoice } from '../traffic/choose-input.ts';
import { ProducerWatch } from '../traffic/producer-watch.ts';
import { awaitStack } from './await-stack.ts';
import { streamKey, type ProducerBooks } from './books-file.ts';
import { BooksKeeper } from './books-keeper.ts';
import { gated } from './gate.ts';
import { ProducerAccount } from './producer-account.ts';
import { producerBooks } from './read-books.ts';
import { START_PATIENCE_MS, type ServiceScope } from './service-scope.ts';

/** Of the time that a container is given to stop, what the last records may take. */
const CLOSE_WITHIN_MS = 7_000;

/**
 * Puts an input on the stream until it ends or the signal aborts. While the stack is away, or new and
 * not ready, records wait here; none is given up for that.
 */
export async function runProducerService(
  scope: ServiceScope,
  choose: InputChoice,
): Promise<Produced> {
  const { s3, topology, clock, random, log, incarnation } = scope;
  const stack = await awaitStack(scope, START_PATIENCE_MS);
  if (!stack) return { put: 0, failed: 0, refused: 0 };

  const stream = streamKey(topology.stream, stack.streamCreatedAt);
  const whole = choose({ clock, random: random.fork('input') });
  const before = await producerBooks({ s3, bucket: topology.stateBucket, stream });
  const done = whole.isRepeatable ? doneBefore(before, whole.name) : 0;
  const progress = new InputProgress(done);
  let account = new ProducerAccount(stream, progress, before);
  const confirm = async (): Promise<void> => {
    const found = await awaitStack(scope);
    if (!found) return;
    const now = streamKey(topology.stream, found.streamCreatedAt);
    if (now === account.stream) return;
    log.warn('stream recreated', { stream: now, before: account.stream });
    account = new ProducerAccount(now, progress);
  };
  const keeper = new BooksKeeper({
    ...scope,
    bucket: topology.stateBucket,
    service: 'producer',
    stream: () => account.stream,
    books: () => account.file(whole.name, scope.seed),
  });
  log.info('producing', { stream, input: whole.name, run: incarnation, behind: done });
  return keeper.keepWhile(() =>
    produceAll(scope, withoutFirst(whole, done), {
      confirm,
      account: () => account,
      keeper,
      done,
    }),
  );
}

/** How many items of this input are on this stream already, put by processes before this one. */
const doneBefore = (before: readonly ProducerBooks[], input: string): number =>
  Math.max(0, ...before.filter((books) => books.input === input).map(({ done }) => done));

interface Production {
  readonly confirm: () => Promise<void>;
  readonly account: () => ProducerAccount;
  readonly keeper: BooksKeeper;
  /** Items of the input that were left out. */
  readonly done: number;
}

async function produceAll(
  { kinesis, topology, clock, random, signal, incarnation, tell }: ServiceScope,
  input: Input,
  { confirm, account, keeper, done }: Production,
): Promise<Produced> {
  const producer = createProducer<LabRecord>({
    stream: topology.stream,
    client: gated(kinesis, { clock, confirm }),
    codec: recordCodec,
    clock,
    random: random.fork('producer'),
    retry: { deadlineMs: Number.POSITIVE_INFINITY },
  });
  const watch = new ProducerWatch({
    input: input.name,
    clock,
    latency: () => account().latency,
    count: () => account().told(),
    stats: () => producer.stats(),
  });
  tell((since) => watch.status(since));
  const closing = closeWhenTold(producer, signal);
  const produced = await produce({
    input,
    producer,
    clock,
    runId: incarnation,
    signal,
    onAccepted: (record, place) => account().accepted(record, done + place),
    onPut: (record, receipt, truth) => {
      account().put(record, receipt.latencyMs, truth);
      watch.onPut(record, receipt);
      keeper.touch();
    },
    onFailed: (record) => {
      account().gaveUp(record);
      keeper.touch();
    },
    onRefused: (line) => {
      account().refuse(line);
      keeper.touch();
    },
  });
  if (signal.aborted) await closing;
  return produced;
}

/** What was accepted is handed on, for a bounded time. */
const closeWhenTold = (producer: Producer<LabRecord>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const close = (): void => void producer.close({ timeoutMs: CLOSE_WITHIN_MS }).then(resolve);
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
  });
