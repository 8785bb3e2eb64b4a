import { DeleteDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { describe, expect, it } from 'vitest';
import { Place } from '#pipeline/place.ts';
import { parseRanges } from '#pipeline/ranges.ts';
import type { ConsumerStatus } from '#pipeline/status.ts';
import { scriptedInput, steadily } from '../../tests/support/scripted-input.ts';
import type { InputScope } from '../traffic/choose-input.ts';
import type { ConsumerBooks, ProducerBooks } from './books-file.ts';
import { runConsumerService } from './consumer-service.ts';
import { givenServices } from './given-services.test-support.ts';
import { runProducerService } from './producer-service.ts';

const monitoring = { name: 'consumer-1', subject: 'monitoring', read: 'polling' } as const;
const fraud = { name: 'consumer-2', subject: 'fraud', read: 'efo' } as const;

const rangesOf = (books: readonly unknown[]): string[] =>
  books.flatMap((file) => Object.values((file as ConsumerBooks).place.runs));

/** Once its process is killed, a client is never answered. */
const mortal = <C extends object>(client: C, isAlive: () => boolean): C =>
  new Proxy(client, {
    get: (target, name) => {
      if (name === 'send' && !isAlive()) return () => new Promise<never>(() => {});
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });

describe('the services of the lab', () => {
  it('put, read and write down what they did, each in a process of its own', async () => {
    const { lab, scope, until, stop, books } = await givenServices();
    const consuming = [monitoring, fraud].map((one) => runConsumerService(scope(), one));
    const produced = await until(runProducerService(scope(), scriptedInput(steadily(100, 20))));
    expect(produced).toEqual({ put: 100, failed: 0, refused: 0 });
    await lab.advance(5_000);
    stop();
    await until(Promise.all(consuming));

    for (const name of ['consumer-1', 'consumer-2']) {
      expect(rangesOf(await books(name))).toEqual(['0-99']);
    }
    const [own] = (await books('producer')) as [ProducerBooks];
    expect(own).toMatchObject({ input: 'script', failed: 0, refused: 0 });
  });

  it('share the shards of the stream when a consumer is started twice', async () => {
    const { lab, scope, until, stop, books } = await givenServices();
    const consuming = ['host/1', 'host/2'].map((workerId) =>
      runConsumerService({ ...scope(), workerId }, monitoring),
    );
    await lab.advance(30_000);
    const produced = await until(runProducerService(scope(), scriptedInput(steadily(200, 20))));
    expect(produced).toMatchObject({ put: 200, failed: 0 });
    await lab.advance(5_000);
    stop();
    await until(Promise.all(consuming));

    const seen = (await books('consumer-1')) as ConsumerBooks[];
    expect(seen).toHaveLength(2);
    for (const { place } of seen) expect(place.received).toBeGreaterThan(0);
    // Each record reached one of them, and none both.
    expect(seen.reduce((sum, { place }) => sum + place.received, 0)).toBe(200);
    expect(Place.of(seen.map(({ place }) => place)).distinct).toBe(200);
  });

  it('say how they stand, a restarted one with what was before it', async () => {
    const { lab, scope, tellers, until, stop } = await givenServices();
    const alone = new AbortController();
    const first = runConsumerService(scope(alone), monitoring);
    await until(runProducerService(scope(), scriptedInput(steadily(40, 20))));
    await lab.advance(5_000);
    alone.abort();
    await until(first);
    const again = runConsumerService(scope(), monitoring);
    await until(runProducerService(scope(), scriptedInput(steadily(10, 20))));
    await lab.advance(5_000);

    const [, , consumer, producer] = tellers.map((tell) => tell(0));
    expect(producer).toMatchObject({ input: 'script', put: 50, failed: 0, refused: 0 });
    expect(consumer).toMatchObject({
      name: 'consumer-1',
      subject: 'monitoring',
      state: 'running',
      received: 50,
      duplicates: 0,
      outOfOrder: 0,
    });
    const { samples, shards } = consumer as ConsumerStatus;
    expect(samples.length).toBe(10);
    expect(shards.reduce((sum, { records }) => sum + records, 0)).toBe(10);
    stop();
    await until(again);
  });

  it('repeat what a killed process had not checkpointed, and lose nothing', async () => {
    const { lab, scope, until, stop, books } = await givenServices();
    const killed = new AbortController();
    const dying = scope(killed);
    // Killed: from now on nothing of it reaches the bucket.
    const s3 = mortal(lab.s3, () => !killed.signal.aborted);
    void runConsumerService({ ...dying, s3 }, monitoring).catch(() => {});
    const producing = runProducerService(scope(), scriptedInput(steadily(300, 50)));
    await lab.advance(7_000);
    killed.abort();
    const consuming = runConsumerService(scope(), monitoring);
    await until(producing);
    await lab.advance(5_000);
    stop();
    await until(consuming);

    const seen = (await books('consumer-1')) as ConsumerBooks[];
    expect(seen).toHaveLength(2);
    const together = Place.of(seen.map(({ place }) => place));
    expect(together.distinct).toBe(300);
  });

  it('go on with a file where a killed process had come to, without a gap', async () => {
    const { lab, scope, until, stop, books } = await givenServices();
    const file = (input: InputScope) => ({
      ...scriptedInput(steadily(200, 50))(input),
      isRepeatable: true,
    });
    let isAlive = true;
    const { kinesis, s3 } = lab;
    const lives = (): boolean => isAlive;
    const dying = { ...scope(), kinesis: mortal(kinesis, lives), s3: mortal(s3, lives) };
    void runProducerService(dying, file);
    await lab.advance(5_000);
    isAlive = false;
    const consuming = runConsumerService(scope(), monitoring);
    await until(runProducerService(scope(), file));
    await lab.advance(5_000);
    stop();
    await until(consuming);

    const seen = new Set<number>();
    const [first, second] = (await books('producer')) as [ProducerBooks, ProducerBooks];
    expect(first.done).toBeGreaterThan(40);
    expect(second.done).toBe(200);
    const [before = '', after = ''] = rangesOf(await books('consumer-1'));
    for (const number of parseRanges(before)) seen.add(number);
    // The second run's numbers begin behind what the first one was known to have put.
    for (const number of parseRanges(after)) seen.add(first.done + number);
    expect(seen.size).toBe(200);
  });

  it('put nothing before the delivery stream is ACTIVE, and say what they wait for', async () => {
    const { lab, scope, events, until } = await givenServices();
    const { deliveryStream } = lab.topology;
    await lab.firehose.send(
      new DeleteDeliveryStreamCommand({ DeliveryStreamName: deliveryStream }),
    );
    await lab.advance(200);
    await expect(
      until(runProducerService(scope(), scriptedInput(steadily(1, 0)))),
    ).rejects.toMatchObject({ code: 'stack-not-ready', exitCode: 254 });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ event: 'waiting' });
    expect(String(events[0]?.['for'])).toContain(`delivery stream ${deliveryStream}`);
  });

  it('say once that the stream is another one, and go on with it', async () => {
    const { lab, scope, events, until, stop, books, recreateStream } = await givenServices();
    const consuming = runConsumerService(scope(), monitoring);
    const producing = runProducerService(scope(), scriptedInput(steadily(400, 50)));
    await lab.advance(5_000);
    await recreateStream();
    await until(producing);
    await lab.advance(40_000);
    stop();
    await until(consuming);

    const said = events.filter(({ event }) => event === 'stream recreated');
    const sayers = said.map(({ consumer }) => consumer ?? 'producer');
    expect(new Set(sayers)).toEqual(new Set(['producer', 'consumer-1']));
    expect(sayers).toHaveLength(2);
    const [before = '', after = ''] = rangesOf(await books('consumer-1'));
    expect(before).toMatch(/^0-\d+$/);
    expect(after).toMatch(/-399$/);
  });
});
