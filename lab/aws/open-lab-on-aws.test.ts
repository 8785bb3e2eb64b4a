import { describe, expect, it } from 'vitest';
import { everythingIn } from '#pipeline/aws/everything.test-support.ts';
import { givenAccount, SHORT_DELAYS } from '#pipeline/aws/given-account.test-support.ts';
import type { Env } from '#runtime/config.ts';
import { silentLog } from '#runtime/log.ts';
import { scriptedInput, steadily } from '../../tests/support/scripted-input.ts';
import { readSettings } from '../settings/settings.ts';
import { givenCaller } from './given-caller.test-support.ts';
import { openLabOnAws } from './open-lab-on-aws.ts';

const NOTHING = { deliveryStreams: [], streams: [], buckets: [], roles: [] };

interface Opening {
  readonly args?: readonly string[];
  readonly typed?: string;
  readonly env?: Env;
}

function givenOpening({ args = [], typed = '', env = {} }: Opening) {
  const given = givenAccount({ delays: SHORT_DELAYS });
  const caller = givenCaller(typed, env);
  const lines: string[] = [];
  const settings = readSettings(['--target', 'aws', ...args], {});
  const parts = {
    clock: given.clock,
    seed: 7,
    log: silentLog,
    input: scriptedInput(steadily(10, 100)),
    onAlert: () => {},
    say: (line: string) => lines.push(line),
  };
  const opening = openLabOnAws(settings, caller.scope, parts, () => given.clients);
  return { given, caller, lines, lab: given.until(opening) };
}

describe('the lab on AWS, before anything is made', () => {
  it('shows whose account, where, what is made and what it costs, and asks', async () => {
    const { given, caller, lines, lab } = givenOpening({ typed: 'n\n' });
    await expect(lab).rejects.toMatchObject({ code: 'not-confirmed', message: 'nothing was made' });
    expect(caller.talk()).toBe('Go on? [y/N] \n');
    expect(lines.join('\n')).toBe(`
Kinesis Lab · target: aws (this is AWS itself, and it costs)

  Account    123456789012, as arn:aws:iam::123456789012:root
  Region     eu-west-1
  Makes      all with the tag kinlab=1; what is there already with that tag is used again
    bucket           events-archive-123456789012-eu-west-1        Firehose's objects
    bucket           events-state-123456789012-eu-west-1          the consumers' checkpoints
    role             kinlab-firehose-eu-west-1                    what Firehose may do: kinlab iam print
    stream           events                                       2 shards, provisioned
    delivery stream  events-to-s3                                 1 MiB or 60 s, whichever is first
  Costs      about US$ 0.10 an hour: an estimate for 50 records/s of 300 bytes, by list prices of us-east-1
    shards of the stream                    2 shard-hours × 0.015              0.0300
    puts                                 0.18 million units of 25 KB × 0.014   0.0025
    enhanced fan-out, by time               2 consumer-shard-hours × 0.015     0.0300
    enhanced fan-out, by volume        0.0503 GB × 0.013                       0.0007
    Firehose, each record as 5 KB       0.858 GB × 0.029                       0.0249
    objects and checkpoints written       1.5 thousand puts × 0.005            0.0075

  Kinesis is not in the AWS Free Tier. What is made stays, and costs, until \`kinlab reset\` deletes it.
`);
    expect(given.sent.map(({ operation }) => operation)).toEqual(['STS.GetCallerIdentity']);
  });

  it.each(['n\n', '\n', 'yes please\n', 'KINLAB_YES=1\n'])('takes %j for a no', async (typed) => {
    const { given, lab } = givenOpening({ typed });
    await expect(lab).rejects.toMatchObject({ code: 'not-confirmed', exitCode: 255 });
    expect(await everythingIn(given)).toEqual(NOTHING);
  });

  it('makes nothing when nobody is there to answer, and says how to answer', async () => {
    const { given, lab } = givenOpening({ typed: '' });
    await expect(lab).rejects.toMatchObject({
      exitCode: 252,
      fixes: [expect.stringContaining('KINLAB_YES=1')],
    });
    expect(await everythingIn(given)).toEqual(NOTHING);
  });

  it('does not take the first record of its input for an answer', async () => {
    const { given, lab } = givenOpening({ args: ['--input', '-'], typed: 'y\n' });
    await expect(lab).rejects.toMatchObject({ code: 'not-confirmed', exitCode: 252 });
    expect(await everythingIn(given)).toEqual(NOTHING);
  });

  it.each([
    [['--speed', '60'], '--speed'],
    [['--limits', 'off'], '--limits'],
    [['--delays', 'aws'], '--delays'],
    [['--tls'], '--tls'],
    [['--firehose', 'kinlab'], 'KINLAB_FIREHOSE'],
  ])('refuses %j, which AWS has not', async (args, words) => {
    const { given, lab } = givenOpening({ args, typed: 'y\n' });
    await expect(lab).rejects.toThrow(words);
    expect(given.sent).toEqual([]);
  });
});

describe('the lab on AWS, after a yes', () => {
  it.each([
    ['y\n', {}],
    ['YES\n', {}],
    ['', { KINLAB_YES: '1' }],
  ])('typed as %j or given by %j makes it all, then produces', async (typed, env) => {
    const { given, lines, lab } = givenOpening({ typed, env });
    const { traffic, stop } = await lab;
    expect(await everythingIn(given)).toEqual({
      deliveryStreams: ['events-to-s3'],
      streams: ['events'],
      buckets: ['events-archive-123456789012-eu-west-1', 'events-state-123456789012-eu-west-1'],
      roles: ['kinlab-firehose-eu-west-1'],
    });
    expect(lines.at(-1)).toBe('  Everything is ACTIVE; producing. Ctrl-C for the report.');
    await given.until(traffic?.produced ?? Promise.reject(new Error('no producer')));
    const firstPut = given.sent.findIndex(({ operation }) => operation === 'Kinesis.PutRecords');
    const lastLook = given.sent.findLastIndex(
      ({ operation }) => operation === 'Firehose.DescribeDeliveryStream',
    );
    expect(firstPut).toBeGreaterThan(lastLook);
    await given.until(stop());
  });
});
