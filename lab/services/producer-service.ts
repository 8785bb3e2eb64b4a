import { recordCodec, type LabRecord } from '#pipeline/record.ts';
import { createProducer } from '#producer/client/producer.ts';
import type { Producer } from '#producer/client/types.ts';
import type { Input } from '#producer/inputs/input.ts';
import { produce, type Produced } from '#producer/produce.ts';
import type { InputChoice } from '../choose-input.ts';
import { awaitStack } from './await-stack.ts';
import { streamKey } from './books-file.ts';
import { BooksKeeper } from './books-keeper.ts';
import { gated } from './gate.ts';
import { ProducerAccount } from './producer-account.ts';
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
  const { topology, clock, random, log, incarnation } = scope;
  const stack = await awaitStack(scope, START_PATIENCE_MS);
  if (!stack) return { put: 0, failed: 0, refused: 0 };

  let account = new ProducerAccount(streamKey(topology.stream, stack.streamCreatedAt));
  const confirm = async (): Promise<void> => {
    const found = await awaitStack(scope);
    if (!found) return;
    const stream = streamKey(topology.stream, found.streamCreatedAt);
    if (stream === account.stream) return;
    log.warn('stream recreated', { stream, before: account.stream });
    account = new ProducerAccount(stream);
  };
  const input = choose({ clock, random: random.fork('input') });
  const keeper = new BooksKeeper({
    ...scope,
    bucket: topology.stateBucket,
    service: 'producer',
    stream: () => account.stream,
    books: () => account.file(input.name, scope.seed),
  });
  log.info('producing', { stream: account.stream, input: input.name, run: incarnation });
  return keeper.keepWhile(() =>
    produceAll(scope, input, { confirm, account: () => account, keeper }),
  );
}

interface Production {
  readonly confirm: () => Promise<void>;
  readonly account: () => ProducerAccount;
  readonly keeper: BooksKeeper;
}

async function produceAll(
  { kinesis, topology, clock, random, signal, incarnation }: ServiceScope,
  input: Input,
  { confirm, account, keeper }: Production,
): Promise<Produced> {
  const producer = createProducer<LabRecord>({
    stream: topology.stream,
    client: gated(kinesis, { clock, confirm }),
    codec: recordCodec,
    clock,
    random: random.fork('producer'),
    retry: { deadlineMs: Number.POSITIVE_INFINITY },
  });
  const closing = closeWhenTold(producer, signal);
  const produced = await produce({
    input,
    producer,
    clock,
    runId: incarnation,
    signal,
    onPut: (record, { latencyMs }, truth) => {
      account().put(record, latencyMs, truth);
      keeper.touch();
    },
    onFailed: () => {
      account().gaveUp();
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
