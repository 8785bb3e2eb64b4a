import { describe, expect, it } from 'vitest';

import * as client from '@aws-sdk/client-kinesis';
import { givenKinesis } from './given-kinesis.test-support.ts';
import { kinesisActions } from './actions/index.ts';
import { channels } from './channels.ts';

/** What the SDK can ask for. */
const operations = Object.keys(client)
  .filter((name) => /^[A-Z]\w+Command$/.test(name))
  .map((name) => name.replace(/Command$/, ''));

describe('the operations of Kinesis', () => {
  it('are all those that the SDK knows', () => {
    const known = [...kinesisActions, ...channels].map(({ name }) => name);
    expect(known.sort()).toEqual(operations.sort());
  });

  it('are offered, channels excepted, which say so', async () => {
    const { send } = givenKinesis();
    const notOffered: string[] = [];
    for (const operation of operations) {
      const { status } = await send(operation, {});
      if (status === 501) notOffered.push(operation);
    }
    expect(notOffered).toEqual([
      'CreateChannel',
      'DeleteChannel',
      'DescribeChannel',
      'ListChannels',
      'UpdateChannel',
    ]);
    expect((await send('ListChannels')).text).toBe(
      '{"__type":"NotImplementedException","message":"ListChannels is not emulated: there are no channels."}',
    );
  });
});
