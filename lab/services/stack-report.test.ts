import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { keysIn } from '../../tests/support/objects.ts';
import { scriptedInput, steadily } from '../../tests/support/scripted-input.ts';
import { brokenPromises } from '../report/verdict.ts';
import { runConsumerService, type ConsumerService } from './consumer-service.ts';
import { givenServices } from './given-services.test-support.ts';
import { runProducerService } from './producer-service.ts';
import { stackReport } from './stack-report.ts';

const monitoring = { name: 'consumer-1', subject: 'monitoring', read: 'polling' } as const;
const fraud = { name: 'consumer-2', subject: 'fraud', read: 'polling' } as const;

/** A target whose own Firehose is ours, reached in process. */
const TARGET = {
  name: 'localstack',
  region: 'us-east-1',
  firehoseBy: 'kinlab',
  kinesis: { region: 'us-east-1' },
  firehose: { region: 'us-east-1' },
  s3: { region: 'us-east-1' },
  sts: { region: 'us-east-1' },
} as const;

async function givenStack({
  bufferSeconds = 10,
  consumers = [monitoring, fraud] as readonly ConsumerService[],
} = {}) {
  const given = await givenServices({ topology: { bufferSeconds } });
  const { scope, until, lab } = given;
  for (const one of consumers) runConsumerService(scope(), one).catch(() => {});
  await until(runProducerService(scope(), scriptedInput(steadily(100, 100))));
  return { ...given, report: () => until(stackReport(scope(), TARGET)), lab };
}

describe('the report of services that run elsewhere', () => {
  it('balances while they run, with what is on its way to S3 as buffered', async () => {
    const { report, lab } = await givenStack({ bufferSeconds: 60 });
    await lab.advance(1_000);
    const { books, latencyMs, target } = await report();
    expect(books).toMatchObject({ put: 100, failed: 0, balanced: true });
    expect(books.firehose.delivered + books.firehose.buffered).toBe(100);
    expect(books.firehose.buffered).toBeGreaterThan(0);
    expect(books.consumers['consumer-2']).toEqual({
      received: 100,
      duplicates: 0,
      missing: 0,
      outOfOrder: 0,
    });
    expect(latencyMs.putToConsumer2).toMatchObject({
      count: 100,
      hop: 'put → consumer-2 (polling)',
    });
    expect(target).toBe('localstack');
  });

  it('finds everything in S3 once the last buffer has fallen due', async () => {
    const { report, lab } = await givenStack();
    await lab.advance(15_000);
    const { books, deliveries } = await report();
    expect(books.firehose).toEqual({ received: 100, delivered: 100, buffered: 0, failed: 0 });
    expect(books.s3).toMatchObject({ records: 100, missing: 0, duplicates: 0, outOfOrder: 0 });
    expect(deliveries.reduce((sum, { records }) => sum + records, 0)).toBe(100);
  });

  it('misses by name what a consumer that is not there has not read', async () => {
    const { report, lab } = await givenStack({ consumers: [monitoring] });
    await lab.advance(1_000);
    const drawn = await report();
    expect(drawn.books.consumers['consumer-2']).toMatchObject({ received: 0, missing: 100 });
    expect(drawn.books.balanced).toBe(false);
    expect(brokenPromises(drawn)).toHaveLength(1);
  });

  it('misses what should be in S3 and is not', async () => {
    const { report, lab } = await givenStack();
    await lab.advance(15_000);
    const { bucket } = lab.topology;
    const Objects = (await keysIn(lab.s3, bucket)).map((Key) => ({ Key }));
    await lab.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    await lab.advance(30_000);
    const { books } = await report();
    expect(books.s3.missing).toBe(100);
    expect(books.balanced).toBe(false);
  });
});
