import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { scaledClock, type ScaledClock } from '#runtime/scaled-clock.ts';
import { systemClock } from '#runtime/clock.ts';
import { createEmulator } from '../index.ts';
import { givenRequest } from '../wire/given-request.test-support.ts';

let clock: ScaledClock | undefined;
afterEach(() => clock?.stop());

function given({ isSteerable = true } = {}) {
  const scaled = (clock = scaledClock({ speed: 1, isBusy: () => emulator.isBusy() }));
  const emulator = createEmulator({
    clock: scaled,
    random: seededRandom(7),
    log: silentLog,
    steering: isSteerable ? scaled : undefined,
  });
  const ask = async (method: string, path: string, body?: object, headers = {}) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const request = givenRequest(method, path, { headers, body: text });
    const response = await emulator.handle(request);
    if (!(response.body instanceof Uint8Array)) throw new Error('a push');
    return { status: response.status, text: Buffer.from(response.body).toString() };
  };
  const steer = async (order: object) => {
    const { status, text } = await ask('POST', '/_kinlab/clock', order);
    return { status, body: JSON.parse(text) as Record<string, unknown> };
  };
  const call = (operation: string, input: object) =>
    ask('POST', '/', input, { 'x-amz-target': `Kinesis_20131202.${operation}` });
  return { emulator, clock: scaled, ask, steer, call };
}

describe('/_kinlab/clock', () => {
  it('pauses, tells the time, resumes and changes the speed', async () => {
    const { steer, clock: scaled } = given();
    expect(await steer({ paused: true })).toMatchObject({
      status: 200,
      body: { speed: 1, isPaused: true, isSteerable: true },
    });
    const at = scaled.now();
    await systemClock.sleep(20);
    expect(scaled.now()).toBe(at);
    expect((await steer({ speed: 60 })).body).toMatchObject({ speed: 60, isPaused: true });
    expect((await steer({ paused: false })).body).toMatchObject({ speed: 60, isPaused: false });
  });

  it('advances a paused clock to the millisecond, with all that happens on the way', async () => {
    const { steer, call, clock: scaled } = given();
    await steer({ paused: true });
    const before = scaled.now();
    await call('CreateStream', { StreamName: 's', ShardCount: 1 });
    const { body } = await steer({ advanceMs: 60_000 });
    expect(Date.parse(String(body['now'])) - before).toBe(60_000);
    expect((await call('DescribeStreamSummary', { StreamName: 's' })).text).toContain('"ACTIVE"');
  });

  it('steps only what is paused', async () => {
    const { steer } = given();
    expect((await steer({ step: true })).status).toBe(409);
    await steer({ paused: true });
    expect((await steer({ step: true })).status).toBe(200);
  });

  it.each([
    {},
    { paused: 'yes' },
    { speed: 0 },
    { speed: 601 },
    { advanceMs: -1 },
    { paused: true, step: true },
  ])('refuses %j and does nothing', async (order) => {
    const { steer, clock: scaled } = given();
    expect((await steer(order)).status).toBe(400);
    expect(scaled.pace()).toEqual({ speed: 1, isPaused: false });
  });

  it('tells that the system’s time cannot be steered', async () => {
    const { steer, ask } = given({ isSteerable: false });
    expect((await steer({ paused: true })).status).toBe(409);
    expect(JSON.parse((await ask('GET', '/_kinlab/clock')).text)).toMatchObject({
      isSteerable: false,
    });
  });

  it('lets no web page of elsewhere steer', async () => {
    const { ask, clock: scaled } = given();
    const headers = { origin: 'https://example.com' };
    expect((await ask('POST', '/_kinlab/clock', { paused: true }, headers)).status).toBe(403);
    expect(scaled.pace().isPaused).toBe(false);
  });
});

describe('/_kinlab/faults', () => {
  const order = (name: string, more: object = {}) => ({ name, seconds: 10, share: 1, ...more });

  it.each([
    ['write-throttle', 'PutRecords', 400, 'ProvisionedThroughputExceededException'],
    ['read-throttle', 'GetRecords', 400, 'ProvisionedThroughputExceededException'],
    ['expired-iterator', 'GetRecords', 400, 'ExpiredIteratorException'],
    ['internal-error', 'PutRecord', 500, 'InternalFailure'],
    ['throttle', 'GetShardIterator', 400, 'ThrottlingException'],
    ['unavailable', 'PutRecords', 503, 'ServiceUnavailable'],
  ])('%s: %s answers %i %s, until it ends by itself', async (name, operation, status, code) => {
    const { ask, call, steer } = given();
    await steer({ paused: true });
    await ask('POST', '/_kinlab/faults', order(name));
    const met = await call(operation, {});
    expect(met.status).toBe(status);
    expect(met.text).toContain(code);
    expect((await call('ListStreams', {})).status).toBe(200);
    const told = JSON.parse((await ask('GET', '/_kinlab/faults')).text) as object;
    expect(told).toMatchObject({ active: [{ name }], hits: { [name]: 1 } });

    await steer({ advanceMs: 10_000 });
    expect((await call(operation, {})).text).not.toContain('injected');
    expect(JSON.parse((await ask('GET', '/_kinlab/faults')).text)).toMatchObject({ active: [] });
  });

  it('s3-away refuses in S3’s dialect, and neither health nor control', async () => {
    const { ask } = given();
    await ask('POST', '/_kinlab/faults', order('s3-away'));
    const put = await ask('PUT', '/bucket');
    expect(put).toMatchObject({ status: 503 });
    expect(put.text).toContain('<Code>ServiceUnavailable</Code>');
    expect((await ask('GET', '/health')).status).toBe(200);
    await ask('DELETE', '/_kinlab/faults');
    expect((await ask('PUT', '/bucket')).status).toBe(200);
  });

  it('lost-answer stores the record and says that it failed', async () => {
    const { ask, call, steer } = given();
    await steer({ paused: true });
    await call('CreateStream', { StreamName: 's', ShardCount: 1 });
    await steer({ advanceMs: 1_000 });
    await ask('POST', '/_kinlab/faults', order('lost-answer'));
    const put = { StreamName: 's', PartitionKey: 'a', Data: 'aGVsbG8=' };
    expect((await call('PutRecord', put)).status).toBe(500);
    const { ShardIterator } = JSON.parse(
      (
        await call('GetShardIterator', {
          StreamName: 's',
          ShardId: 'shardId-000000000000',
          ShardIteratorType: 'TRIM_HORIZON',
        })
      ).text,
    ) as { ShardIterator: string };
    expect((await call('GetRecords', { ShardIterator })).text).toContain('aGVsbG8=');
  });

  it('meets the share of requests that it was told to', async () => {
    const { ask, call } = given();
    await ask('POST', '/_kinlab/faults', order('internal-error', { share: 0.25 }));
    let met = 0;
    for (let calls = 0; calls < 400; calls++) {
      if ((await call('PutRecord', {})).status === 500) met += 1;
    }
    expect(met).toBeGreaterThan(70);
    expect(met).toBeLessThan(130);
  });

  it('refuses a fault that there is not', async () => {
    const { ask } = given();
    expect((await ask('POST', '/_kinlab/faults', order('earthquake'))).status).toBe(400);
    expect((await ask('POST', '/_kinlab/faults', order('throttle', { seconds: 0 }))).status).toBe(
      400,
    );
  });
});
