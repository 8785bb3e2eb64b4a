import { describe, expect, it } from 'vitest';
import { deleteTagged } from './delete-tagged.ts';
import { everythingIn } from './everything.test-support.ts';
import { findTagged } from './find-tagged.ts';
import {
  givenAccount,
  SHORT_DELAYS as delays,
  type GivenAccount,
} from './given-account.test-support.ts';
import { provisionOnAws } from './provision.ts';
import type { Fault } from './recording-handler.test-support.ts';

/** Provisioning that fails at each of its calls in turn: what is there afterwards must be complete, or found. */

/** Of a run from nothing to everything. */
const CALLS = 17;
const eachCall = Array.from({ length: CALLS }, (_, at) => at);

const provisioned = async (given: GivenAccount): Promise<void> =>
  given.until(provisionOnAws(given.scope));

const NOTHING = { deliveryStreams: [], streams: [], buckets: [], roles: [] };
const ALL = {
  deliveryStreams: ['events-to-s3'],
  streams: ['events'],
  buckets: ['events-archive-123456789012-eu-west-1', 'events-state-123456789012-eu-west-1'],
  roles: ['kinlab-firehose-eu-west-1'],
};

/** From its `at`th call on everything fails, until it has given up. */
async function givenInterrupted(at: number, fault: Fault): Promise<GivenAccount> {
  const given = givenAccount({ delays, fault: (_, index) => (index >= at ? fault : undefined) });
  await expect(provisioned(given)).rejects.toMatchObject({
    exitCode: expect.any(Number),
    fixes: expect.arrayContaining([expect.stringContaining('kinlab reset')]),
  });
  given.setFault(undefined);
  return given;
}

const DENIED: Fault = { status: 403, code: 'AccessDenied' };

it(`takes ${CALLS} calls, each of which fails once below`, async () => {
  const given = givenAccount({ delays });
  await provisioned(given);
  expect(given.sent).toHaveLength(CALLS);
});

describe('provisioning that is refused', () => {
  it.each(eachCall)('at call %i says what may not be done, and how to mend it', async (at) => {
    const given = givenAccount({ delays, fault: (_, index) => (index >= at ? DENIED : undefined) });
    const what = /the (bucket|role|stream|delivery stream) [a-z0-9-]+/;
    await expect(provisioned(given)).rejects.toMatchObject({
      // HEAD cannot tell a bucket of another account from one that we may not look into.
      code: expect.stringMatching(/^(access-denied|name-taken)$/),
      exitCode: 254,
      message: expect.stringMatching(what),
      fixes: expect.arrayContaining([expect.stringMatching(/kinlab iam print|s3:ListBucket/)]),
    });
  });

  it.each(eachCall)('at call %i leaves nothing that reset does not find and delete', async (at) => {
    const given = await givenInterrupted(at, DENIED);
    const found = await given.until(findTagged(given.scope));
    expect(found).toEqual({ ...(await everythingIn(given)), unseen: [] });
    await given.until(deleteTagged(given.scope, found));
    expect(await everythingIn(given)).toEqual(NOTHING);
  });

  it.each(eachCall)('at call %i is completed by the next run', async (at) => {
    const given = await givenInterrupted(at, DENIED);
    await provisioned(given);
    expect(await everythingIn(given)).toEqual(ALL);
    expect(await given.until(findTagged(given.scope))).toEqual({ ...ALL, unseen: [] });
  });
});

describe('an answer that is lost', () => {
  it.each(eachCall)('at call %i makes nothing twice and nothing without a tag', async (at) => {
    const given = givenAccount({
      delays,
      fault: (_, index) => (index === at ? 'lost' : undefined),
    });
    await provisioned(given);
    expect(await given.until(findTagged(given.scope))).toEqual({ ...ALL, unseen: [] });
    expect(await everythingIn(given)).toEqual(ALL);
  });

  it.each(eachCall)('and all after call %i leave nothing that reset does not find', async (at) => {
    const given = await givenInterrupted(at, 'lost');
    expect(await given.until(findTagged(given.scope))).toEqual({
      ...(await everythingIn(given)),
      unseen: [],
    });
  });
});
