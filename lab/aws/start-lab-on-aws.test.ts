import { describe, expect, it } from 'vitest';
import { deleteTagged } from '#pipeline/aws/delete-tagged.ts';
import { findTagged } from '#pipeline/aws/find-tagged.ts';
import { givenAccount, type GivenAccount } from '#pipeline/aws/given-account.test-support.ts';
import { provisionOnAws } from '#pipeline/aws/provision.ts';
import type { Fault, Sent } from '#pipeline/aws/recording-handler.test-support.ts';
import { silentLog } from '#runtime/log.ts';
import type { WatchedLab } from '../watched-lab.ts';
import { scriptedInput, steadily } from '../../tests/support/scripted-input.ts';
import { startLabOnAws } from './start-lab-on-aws.ts';

interface GivenLab {
  readonly given: GivenAccount;
  readonly lab: WatchedLab;
  /** How many objects were told of, each time. */
  readonly told: readonly number[];
}

/** 100 records in 10 s on an account where everything is ACTIVE; and the clients that would speak to AWS. */
async function givenLab(given = givenAccount()): Promise<GivenLab> {
  await given.until(provisionOnAws(given.scope));
  const told: number[] = [];
  const lab = await given.until(
    startLabOnAws({
      clients: given.clients,
      plan: given.scope.plan,
      clock: given.clock,
      seed: 7,
      log: silentLog,
      input: scriptedInput(steadily(100, 100)),
      onAlert: () => {},
      onObjects: (objects) => told.push(objects),
    }),
  );
  return { given, lab, told };
}

/** A role refused twice, and every third look at what is being made throttled. */
function whatAwsIsSlowWith(): (sent: Sent) => Fault | undefined {
  let creations = 0;
  let looks = 0;
  return ({ operation }) => {
    if (operation === 'Firehose.CreateDeliveryStream' && (creations += 1) <= 2) {
      const message = 'Firehose is unable to assume role. Please check the role provided.';
      return { status: 400, code: 'InvalidArgumentException', message };
    }
    if (/\.Describe(StreamSummary|DeliveryStream)$/.test(operation) && (looks += 1) % 3 === 0) {
      return { status: 400, code: 'LimitExceededException', message: 'Rate exceeded' };
    }
    return undefined;
  };
}

const noPage = (): never => {
  throw new Error('no page');
};
const never = new AbortController().signal;

describe('the lab on AWS', () => {
  it('puts, reads twice, finds everything in the bucket, and its books balance, after all AWS is slow with', async () => {
    const { given, lab, told } = await givenLab(givenAccount({ fault: whatAwsIsSlowWith() }));
    await given.until(lab.traffic?.produced ?? Promise.reject(new Error('no producer')));
    const said: string[] = [];
    await given.until(lab.drain({ signal: never, say: (text) => said.push(text) }));
    const report = await given.until(lab.report());
    expect(report.books).toMatchObject({
      put: 100,
      failed: 0,
      foreign: 0,
      consumers: {
        'consumer-1': { received: 100, missing: 0, outOfOrder: 0 },
        'consumer-2': { received: 100, missing: 0, outOfOrder: 0 },
      },
      firehose: { received: 100, delivered: 100, buffered: 0, failed: 0 },
      s3: { records: 100, missing: 0, duplicates: 0, outOfOrder: 0 },
      balanced: true,
    });
    expect(report.target).toBe('aws');
    expect(report.latencyMs.putToS3.max).toBeGreaterThanOrEqual(59_000);
    expect(report.latencyMs.putToS3.max).toBeLessThanOrEqual(62_000);
    expect(said).toEqual([expect.stringMatching(/^Producing has ended: 100 records with AWS/)]);
    expect(told.reduce((sum, objects) => sum + objects, 0)).toBe(report.books.s3.objects);
    await given.until(lab.stop());
  });

  it('shows on its page what can be known there, and offers what can be done', async () => {
    const { given, lab } = await givenLab();
    await given.until(lab.traffic?.produced ?? Promise.reject(new Error('no producer')));
    const { sources, controls, lab: shown } = lab.page ?? noPage();
    expect(shown).toMatchObject({ target: 'aws', place: '123456789012 · eu-west-1' });
    expect(sources.faults).toBeUndefined();
    expect([controls.clock, controls.fault]).toEqual([undefined, undefined]);
    const held = await sources.firehose?.(0);
    expect(held).toMatchObject({
      basis: 'estimated',
      delivered: 0,
      buffered: { records: 100 },
    });
    await given.until(lab.drain({ signal: never, say: () => {} }));
    const firehose = await sources.firehose?.(0);
    expect(firehose).toMatchObject({ received: 100, delivered: 100, buffered: { records: 0 } });
    expect(firehose?.deliveries.every(({ trigger }) => trigger === 'interval')).toBe(true);
    expect(await sources.bucket?.(0)).toMatchObject({ distinct: 100, isEstimate: true });
    await given.until(lab.stop());
  });

  it('reports at once when asked to hurry: what is young counts as buffered', async () => {
    const { given, lab } = await givenLab();
    await given.until(lab.traffic?.produced ?? Promise.reject(new Error('no producer')));
    await given.until(lab.drain({ signal: AbortSignal.abort(), say: () => {} }));
    const { books } = await given.until(lab.report());
    expect(books).toMatchObject({
      firehose: { received: 100, delivered: 0, buffered: 100 },
      s3: { records: 0, missing: 0 },
      balanced: true,
    });
    await given.until(lab.stop());
  });

  it('speaks to AWS alone, and pushes over a client of its own', async () => {
    const { given, lab } = await givenLab();
    await given.until(lab.traffic?.produced ?? Promise.resolve());
    await given.until(lab.stop());
    const hosts = new Set(given.sent.map(({ host }) => host));
    for (const host of hosts) expect(host).toMatch(/\.amazonaws\.com$/);
    const pushed = given.sent.filter(({ operation }) => operation === 'Kinesis.SubscribeToShard');
    expect(pushed.length).toBeGreaterThanOrEqual(2);
    expect(pushed.every(({ over }) => over === 'fanOut')).toBe(true);
    expect(given.sent.filter(({ over }) => over === 'fanOut')).toEqual(pushed);
  });

  it('leaves nothing behind after a reset', async () => {
    const { given, lab } = await givenLab();
    await given.clock.advance(100_000);
    await given.until(lab.stop());
    const found = await given.until(findTagged(given.scope));
    await given.until(deleteTagged(given.scope, found));
    expect(await given.until(findTagged(given.scope))).toEqual({
      deliveryStreams: [],
      streams: [],
      buckets: [],
      roles: [],
      unseen: [],
    });
  });
});
