import { onTestFinished } from 'vitest';
import { text } from '#runtime/codec.ts';
import { seededRandom } from '#runtime/random.ts';
import { type VirtualClock, virtualClock } from '#runtime/virtual-clock.ts';
import { FakeKinesis, type Plan } from './fake-kinesis.test-support.ts';
import { createProducer } from './producer.ts';
import type { SendError } from './send-error.ts';
import type { OutRecord } from './out-record.ts';
import type { Producer, ProducerOptions, Receipt } from './types.ts';

/** How a `send` has ended so far. */
export interface Fate {
  receipt?: Receipt;
  error?: SendError<string>;
  /** Clock ms since the producer was made. */
  at?: number;
}

export interface GivenProducer {
  readonly clock: VirtualClock;
  readonly kinesis: FakeKinesis;
  readonly producer: Producer<string>;
  /** Clock ms since the producer was made. */
  readonly elapsedMs: () => number;
  /** Sends without waiting. */
  readonly send: (data: string, key?: string, more?: Partial<OutRecord<string>>) => Fate;
  readonly sendWith: (signal: AbortSignal, data: string, key: string) => Fate;
}

/** A producer of text on a virtual clock, in front of a fake stream that behaves as planned. */
export function givenProducer(
  options: Partial<ProducerOptions<string>> = {},
  plan?: (request: number) => Plan,
): GivenProducer {
  const clock = virtualClock();
  const startAt = clock.now();
  const kinesis = new FakeKinesis(clock, plan);
  const producer = createProducer<string>({
    stream: 'events',
    client: kinesis,
    codec: text(),
    clock,
    random: seededRandom(7),
    ...options,
  });
  onTestFinished(() => void producer.close({ timeoutMs: 0 }));
  const elapsedMs = (): number => clock.now() - startAt;
  return {
    clock,
    kinesis,
    producer,
    elapsedMs,
    send: (data, key, more) =>
      fateOf(
        producer.send({ data, ...(key === undefined ? {} : { partitionKey: key }), ...more }),
        elapsedMs,
      ),
    sendWith: (signal, data, key) =>
      fateOf(producer.send({ data, partitionKey: key }, { signal }), elapsedMs),
  };
}

export function fateOf(sending: Promise<Receipt>, elapsedMs: () => number): Fate {
  const fate: Fate = {};
  sending.then(
    (receipt) => Object.assign(fate, { receipt, at: elapsedMs() }),
    (error: unknown) => Object.assign(fate, { error, at: elapsedMs() }),
  );
  return fate;
}
