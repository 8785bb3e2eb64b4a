import { describe, expect, it } from 'vitest';
import { givenAccount } from '#pipeline/aws/given-account.test-support.ts';
import { readSettings } from '../settings/settings.ts';
import { givenCaller } from './given-caller.test-support.ts';
import { placeOnAws } from './place-on-aws.ts';

const placeWith = (env: Readonly<Record<string, string>>) => {
  const given = givenAccount();
  const settings = readSettings(['--target', 'aws', '--shards', '3'], {});
  const { scope } = givenCaller('', env);
  return { given, place: given.until(placeOnAws(settings, scope, () => given.clients)) };
};

describe('a service on AWS', () => {
  it("works with the names of the caller's account, and pushes over HTTP/2", async () => {
    const { given, place } = placeWith({});
    const { target, topology, clients } = await place;
    expect(target).toMatchObject({ name: 'aws', region: 'eu-west-1' });
    expect(target.kinesis).toEqual({ region: 'eu-west-1' });
    expect(topology).toMatchObject({
      shards: 3,
      stream: 'events',
      bucket: 'events-archive-123456789012-eu-west-1',
      stateBucket: 'events-state-123456789012-eu-west-1',
    });
    expect(clients.fanOut).toBe(given.clients.fanOut);
  });

  it('is refused with a local endpoint, before anything is asked', async () => {
    const { given, place } = placeWith({ AWS_ENDPOINT_URL_KINESIS: 'http://127.0.0.1:4566' });
    await expect(place).rejects.toMatchObject({ code: 'not-for-aws' });
    expect(given.sent).toEqual([]);
  });
});
