import { afterEach, describe, expect, it } from 'vitest';
import type { WireRequest, WireResponse } from '#emulator/index.ts';
import { startLab, type Lab } from '#lab/start-lab.ts';
import { keysIn } from '../support/objects.ts';
import { scriptedInput, steadily } from '../support/scripted-input.ts';

/** What must hold when a part of AWS refuses, on a virtual clock. */

const AWAY_MS = 30_000;

let lab: Lab;
afterEach(() => lab.stop());

const refusal = (status: number, body: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Buffer.from(body),
});

const isArchivePut = ({ method, path }: WireRequest): boolean =>
  method === 'PUT' && path.startsWith('/events-archive/');

describe('S3 refusing for 30 s while Firehose delivers', () => {
  it('loses nothing and lands nothing twice, under the key of the first try', async () => {
    let isAway = false;
    const tried = new Set<string>();
    lab = await startLab({
      clock: 'virtual',
      seed: 1,
      topology: { bufferSeconds: 10 },
      input: scriptedInput(steadily(400, 100)),
      intercept: (request) => {
        if (!isAway || !isArchivePut(request)) return undefined;
        tried.add(request.path);
        return refusal(503, '<Error><Code>SlowDown</Code></Error>');
      },
    });
    await lab.advance(5_000);
    isAway = true;
    await lab.advance(AWAY_MS);
    const { firehose } = lab.status();
    expect(firehose?.waiting?.attempts).toBeGreaterThan(3);
    expect(firehose?.delivered).toBe(0);
    expect(firehose?.received).toBe(firehose?.buffered.records);

    isAway = false;
    await lab.advance(60_000);
    const { books, deliveries } = await lab.report();
    expect(books).toMatchObject({
      put: 400,
      firehose: { received: 400, delivered: 400, buffered: 0 },
      s3: { records: 400, missing: 0, duplicates: 0, outOfOrder: 0 },
      balanced: true,
    });
    expect(tried.size).toBe(1);
    expect([...tried][0]).toContain(deliveries[0]?.key.split('/').at(-1));
    expect(await keysIn(lab.s3, lab.topology.bucket)).toHaveLength(deliveries.length);
  });
});

describe('Kinesis refusing a third of all puts', () => {
  it('loses no record and breaks no order', async () => {
    let requests = 0;
    lab = await startLab({
      clock: 'virtual',
      seed: 1,
      topology: { bufferSeconds: 10 },
      input: scriptedInput(steadily(300, 40)),
      intercept: ({ headers }) => {
        if (!headers['x-amz-target']?.endsWith('.PutRecords')) return undefined;
        requests += 1;
        const body =
          '{"__type":"ProvisionedThroughputExceededException","message":"Rate exceeded"}';
        return requests % 3 === 0 ? refusal(400, body) : undefined;
      },
    });
    await lab.advance(60_000);
    const { books } = await lab.report();
    expect(requests).toBeGreaterThan(100);
    expect(books).toMatchObject({ put: 300, failed: 0, balanced: true });
  });
});

describe('somebody else on the stream', () => {
  it('stops no consumer, and is counted as foreign', async () => {
    const { PutRecordCommand } = await import('@aws-sdk/client-kinesis');
    lab = await startLab({
      clock: 'virtual',
      seed: 1,
      topology: { bufferSeconds: 10 },
      input: scriptedInput(steadily(50, 100)),
    });
    await lab.kinesis.send(
      new PutRecordCommand({ StreamName: 'events', PartitionKey: 'x', Data: Buffer.from('hello') }),
    );
    await lab.advance(30_000);
    const { books } = await lab.report();
    expect(books).toMatchObject({ put: 50, foreign: 1, balanced: true });
  });
});
