import { ListStreamConsumersCommand, DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { memoryStore } from './consumer.ts';
import {
  clientsThrough,
  collecting,
  givenWorld,
  range,
  STREAM,
} from './given-world.test-support.ts';
import { withTrouble, type Trouble } from './trouble.test-support.ts';

describe('a consumer by enhanced fan-out', () => {
  it('registers under the name of its group and is told of a record at once', async () => {
    const world = await givenWorld();
    const { handler, ns } = collecting();
    const consumer = world.consumer({ read: 'efo' });
    const running = consumer.run(handler);
    await world.settle(consumer.ready());
    const { StreamDescriptionSummary } = await world.kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: STREAM }),
    );
    const { Consumers } = await world.kinesis.send(
      new ListStreamConsumersCommand({ StreamARN: StreamDescriptionSummary?.StreamARN }),
    );
    expect(Consumers?.map(({ ConsumerName }) => ConsumerName)).toEqual(['readers']);
    await world.put('a', 1);
    await world.clock.advance(0);
    expect(ns()).toEqual([1]);
    await world.settle(consumer.close());
    await running;
  });

  it('goes on where it was after each subscription of five minutes', async () => {
    const world = await givenWorld();
    const { handler, ns } = collecting();
    const consumer = world.consumer({ read: 'efo' });
    const running = consumer.run(handler);
    for (let n = 0; n < 30; n++) {
      await world.put('a', n);
      await world.clock.advance(61_000);
    }
    expect(ns()).toEqual(range(0, 30));
    await world.settle(consumer.close());
    await running;
  });

  it('hangs up at once when it is closed', async () => {
    const world = await givenWorld();
    const consumer = world.consumer({ read: 'efo' });
    const running = consumer.run(collecting().handler);
    await world.settle(consumer.ready());
    const before = world.clock.now();
    await world.settle(consumer.close());
    await running;
    expect(world.clock.now()).toBe(before);
  });

  it('gets through when its subscription is refused, cut or taken', async () => {
    const world = await givenWorld();
    const troubles: Trouble[] = ['throttle', 'refuse', 'lose', 'break'];
    const decide = (operation: string): Trouble | undefined =>
      operation === 'SubscribeToShard' ? troubles.shift() : undefined;
    const { kinesis } = clientsThrough(withTrouble(world.handler, decide));
    const { handler, ns } = collecting();
    const consumer = world.consumer({ read: 'efo', client: kinesis });
    const running = consumer.run(handler);
    await world.put('a', 1);
    await world.advanceUntil(() => ns().length === 1);
    expect(troubles).toEqual([]);
    await world.settle(consumer.close());
    await running;
  });

  it('subscribes again after 35 s without a word', async () => {
    const world = await givenWorld();
    let subscriptions = 0;
    const { kinesis } = clientsThrough(
      silencing(world.handler, () => {
        subscriptions += 1;
        return subscriptions === 1;
      }),
    );
    const { handler, ns } = collecting();
    const consumer = world.consumer({ read: 'efo', client: kinesis });
    const running = consumer.run(handler);
    await world.put('a', 1);
    await world.clock.advance(34_000);
    expect(subscriptions).toBe(1);
    await world.clock.advance(20_000);
    expect(subscriptions).toBeGreaterThan(1);
    expect(ns()).toEqual([1]);
    await world.settle(consumer.close());
    await running;
  });

  it('keeps the line while its own handler is slow', async () => {
    const world = await givenWorld();
    let subscriptions = 0;
    const { kinesis } = clientsThrough(
      withTrouble(world.handler, (operation) => {
        if (operation === 'SubscribeToShard') subscriptions += 1;
        return undefined;
      }),
    );
    const seen: number[] = [];
    const consumer = world.consumer({ read: 'efo', client: kinesis });
    const running = consumer.run({
      each: async ({ data }) => {
        seen.push(data.n);
        await world.clock.sleep(100_000);
      },
    });
    await world.settle(consumer.ready());
    await world.put('a', 1);
    await world.clock.advance(1_000);
    await world.put('a', 2);
    await world.clock.advance(150_000);
    expect(seen).toEqual([1, 2]);
    expect(subscriptions).toBe(1);
    await world.settle(consumer.close());
    await running;
  });

  it('goes on at its checkpoint after a restart', async () => {
    const world = await givenWorld();
    const store = memoryStore();
    await world.put('a', 1, 2);
    for (const expected of [[1, 2], [3]]) {
      const { handler, ns } = collecting();
      const consumer = world.consumer({ read: 'efo', store });
      const running = consumer.run(handler);
      await world.clock.advance(10_000);
      expect(ns()).toEqual(expected);
      await world.settle(consumer.close());
      await running;
      await world.put('a', 3);
    }
  });
});

type Handler = Parameters<typeof withTrouble>[0];

/** Lets some subscriptions be answered and then say nothing, as half-open connections do. */
function silencing(handler: Handler, isSilent: () => boolean): Handler {
  interface Pushing {
    readonly handle: (
      request: { readonly headers: Readonly<Record<string, string>> },
      options?: object,
    ) => Promise<{ response: { body: unknown } }>;
  }
  const inner = handler as unknown as Pushing;
  const handle: Pushing['handle'] = async (request, options) => {
    const { response } = await inner.handle(request, options);
    const isPush = request.headers['x-amz-target']?.endsWith('.SubscribeToShard') ?? false;
    if (!isPush || !isSilent()) return { response };
    const [first, ...none] = [response.body as AsyncIterable<Uint8Array>];
    expect(none).toEqual([]);
    return { response: { ...response, body: firstPieceOnly(first) } };
  };
  return new Proxy(handler, {
    get: (target, name) => (name === 'handle' ? handle : Reflect.get(target, name)),
  });
}

async function* firstPieceOnly(pieces: AsyncIterable<Uint8Array> | undefined) {
  for await (const piece of pieces ?? []) {
    yield piece;
    break;
  }
  await new Promise(() => {});
}
