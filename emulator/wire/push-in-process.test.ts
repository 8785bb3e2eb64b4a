import { describe, expect, it } from 'vitest';
import { silentLog } from '#runtime/log.ts';
import { JSON_DIALECT } from './dialect.ts';
import { encodeEventStream } from './event-stream.ts';
import {
  subscribe,
  givenClients,
  push,
  records,
  silence,
  eventsOf,
  drain,
} from './given-in-process.test-support.ts';

describe('a push in process', () => {
  it('hands over each event as it comes, and ends', async () => {
    const { kinesis } = givenClients(() => push(records(3)));
    const EventStream = await eventsOf(kinesis);
    const seen: unknown[] = [];
    for await (const event of EventStream)
      seen.push(event.SubscribeToShardEvent?.MillisBehindLatest);
    expect(seen).toEqual([0, 1, 2]);
  });

  it('ends by the error that the service ends it with', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* encodeEventStream(records(1), JSON_DIALECT, silentLog);
      throw new Error('cut');
    }
    const { kinesis } = givenClients(() => ({ ...push(records(0)), body: failing() }));
    const EventStream = await eventsOf(kinesis);
    await expect(drain(EventStream)).rejects.toThrow('cut');
  });

  it('tells the emulator when its client aborts, and ends by an AbortError', async () => {
    const { kinesis, requests, inFlight } = givenClients(({ signal }) => push(silence(signal)));
    const abort = new AbortController();
    const EventStream = await eventsOf(kinesis, { abortSignal: abort.signal });
    const draining = drain(EventStream);
    abort.abort();
    await expect(draining).rejects.toMatchObject({ name: 'AbortError' });
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(inFlight.isBusy).toBe(false);
  });

  it('tells the emulator when its reader stops reading', async () => {
    const { handler, requests } = givenClients(() => push(records(9)));
    const { response } = await handler.handle({ method: 'POST', path: '/', headers: {} });
    for await (const _ of response.body as AsyncIterable<Uint8Array>) break;
    expect(requests[0]?.signal.aborted).toBe(true);
  });
});

describe('what a virtual clock waits for of a push', () => {
  it('is its first piece, and not the next', async () => {
    const { kinesis, clock, inFlight } = givenClients(({ signal }) => push(silence(signal)));
    const { EventStream } = await kinesis.send(subscribe);
    expect(EventStream).toBeDefined();
    expect(inFlight.isBusy).toBe(false);
    await clock.advance(1_000);
  });

  it('is every piece that is ready', async () => {
    const { kinesis, clock } = givenClients(() => push(records(100)));
    const EventStream = await eventsOf(kinesis);
    const start = clock.now();
    let endedAt = 0;
    const draining = drain(EventStream).then(() => (endedAt = clock.now()));
    await clock.advance(1_000);
    await draining;
    expect(endedAt).toBe(start);
  });
});
