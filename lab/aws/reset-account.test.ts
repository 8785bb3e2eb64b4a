import { describe, expect, it } from 'vitest';
import { everythingIn } from '#pipeline/aws/everything.test-support.ts';
import {
  givenAccount,
  SHORT_DELAYS,
  type GivenAccount,
} from '#pipeline/aws/given-account.test-support.ts';
import { provisionOnAws } from '#pipeline/aws/provision.ts';
import { givenCaller } from './given-caller.test-support.ts';
import { resetAccount } from './reset-account.ts';

const NOTHING = { deliveryStreams: [], streams: [], buckets: [], roles: [] };

function resetting(given: GivenAccount, typed: string) {
  const caller = givenCaller(typed);
  const done = given.until(resetAccount(caller.scope, given.scope, () => given.clients));
  return { done, talk: caller.talk };
}

async function givenProvisioned(): Promise<GivenAccount> {
  const given = givenAccount({ delays: SHORT_DELAYS });
  await given.until(provisionOnAws(given.scope));
  return given;
}

describe('kinlab reset', () => {
  it("lists everything by its ARN, asks for the stream's name, and deletes it all", async () => {
    const given = await givenProvisioned();
    const { done, talk } = resetting(given, 'events\n');
    await done;
    expect(talk()).toBe(`\
What there is with the tag kinlab=1 in account 123456789012, region eu-west-1:
  delivery stream  arn:aws:firehose:eu-west-1:123456789012:deliverystream/events-to-s3   what it holds and has not delivered is lost
  stream           arn:aws:kinesis:eu-west-1:123456789012:stream/events   with its records and consumers
  bucket           arn:aws:s3:::events-archive-123456789012-eu-west-1   with every object in it
  bucket           arn:aws:s3:::events-state-123456789012-eu-west-1   with every object in it
  role             arn:aws:iam::123456789012:role/kinlab/eu-west-1/kinlab-firehose-eu-west-1   with its policies
Type the stream's name, events, to delete all of this: 
  delivery stream events-to-s3: deleted
  stream events: deleted
  bucket events-archive-123456789012-eu-west-1: deleted
  bucket events-state-123456789012-eu-west-1: deleted
  role kinlab-firehose-eu-west-1: deleted
Nothing that carries the tag is left.
`);
    expect(await everythingIn(given)).toEqual(NOTHING);
  });

  it.each(['y\n', 'yes\n', 'event\n', 'EVENTS\n', '\n'])('takes %j for a no', async (typed) => {
    const given = await givenProvisioned();
    const before = await everythingIn(given);
    await expect(resetting(given, typed).done).rejects.toMatchObject({ code: 'not-confirmed' });
    expect(await everythingIn(given)).toEqual(before);
  });

  it('deletes nothing when nobody is there to answer', async () => {
    const given = await givenProvisioned();
    await expect(resetting(given, '').done).rejects.toMatchObject({ exitCode: 252 });
    expect((await everythingIn(given)).streams).toEqual(['events']);
  });

  it('asks nothing where there is nothing', async () => {
    const given = givenAccount();
    const { done, talk } = resetting(given, '');
    await done;
    expect(talk()).toBe(
      'There is nothing with the tag kinlab=1 in account 123456789012, region eu-west-1.\n',
    );
  });

  it('asks for the name that the stream would have had, where there is none yet', async () => {
    const given = givenAccount({
      delays: SHORT_DELAYS,
      fault: ({ operation }) =>
        operation === 'Kinesis.CreateStream'
          ? { status: 400, code: 'AccessDeniedException' }
          : undefined,
    });
    await expect(given.until(provisionOnAws(given.scope))).rejects.toMatchObject({
      code: 'access-denied',
    });
    const { done } = resetting(given, 'events\n');
    await done;
    expect(await everythingIn(given)).toEqual(NOTHING);
  });
});
