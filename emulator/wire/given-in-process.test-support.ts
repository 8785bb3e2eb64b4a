import { KinesisClient, SubscribeToShardCommand } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { silentLog } from '#runtime/log.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import type { StreamEvent } from './action.ts';
import { JSON_DIALECT } from './dialect.ts';
import { encodeEventStream } from './event-stream.ts';
import type { WireHandler, WireRequest, WireResponse } from './http.ts';
import { InFlight } from './in-flight.ts';
import { inProcessHandler } from './in-process.ts';

export const subscribe = new SubscribeToShardCommand({
  ConsumerARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:1',
  ShardId: 'shardId-000000000000',
  StartingPosition: { Type: 'LATEST' },
});

export function givenClients(
  answer: (request: WireRequest) => WireResponse | Promise<WireResponse>,
) {
  const requests: WireRequest[] = [];
  const handle: WireHandler = async (request) => {
    requests.push(request);
    return answer(request);
  };
  const inFlight = new InFlight();
  const handler = inProcessHandler(handle, inFlight);
  const config = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: handler,
    maxAttempts: 1,
  };
  return {
    requests,
    handler,
    inFlight,
    clock: virtualClock({ isBusy: () => inFlight.isBusy }),
    kinesis: new KinesisClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
  };
}

export const whole = (text: string): WireResponse => ({
  status: 200,
  headers: {},
  body: Buffer.from(text),
});

export const json = (text: string, status = 200): WireResponse => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'request-1' },
  body: Buffer.from(text),
});

export const push = (events: AsyncIterable<StreamEvent>): WireResponse => ({
  status: 200,
  headers: { 'content-type': 'application/vnd.amazon.eventstream' },
  body: encodeEventStream(events, JSON_DIALECT, silentLog),
});

export async function* records(count: number): AsyncGenerator<StreamEvent> {
  for (let at = 0; at < count; at++) {
    yield { type: 'SubscribeToShardEvent', payload: { Records: [], MillisBehindLatest: at } };
  }
}

/** No event, until the client has gone away. */
export async function* silence(signal: AbortSignal): AsyncGenerator<StreamEvent> {
  yield* await new Promise<StreamEvent[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([]));
  });
}

export async function eventsOf(
  kinesis: KinesisClient,
  options: { abortSignal?: AbortSignal } = {},
) {
  const { EventStream } = await kinesis.send(subscribe, options);
  if (!EventStream) throw new Error('no event stream');
  return EventStream;
}

export async function drain(events: AsyncIterable<unknown>): Promise<void> {
  const iterator = events[Symbol.asyncIterator]();
  while (!(await iterator.next()).done);
}

export async function afterTurns<T>(turns: number, value: T): Promise<T> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  return value;
}

export async function untilThere(list: readonly unknown[]): Promise<void> {
  while (list.length === 0) await new Promise((resolve) => setImmediate(resolve));
}
