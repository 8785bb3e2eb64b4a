import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  ListDeliveryStreamsCommand,
  ListTagsForDeliveryStreamCommand,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
  UpdateDestinationCommand,
} from '@aws-sdk/client-firehose';
import { expect, it, onTestFinished } from 'vitest';
import { firehoseClient } from '#runtime/aws.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { createEmulator } from '../index.ts';
import { CHANGE_MS, destination } from './given-firehose.test-support.ts';

const DeliveryStreamName = 'trout-to-lake';

it('keeps what it has acknowledged at that moment: a delivery stream, its tags, its changes and its end', async () => {
  const { clock, firehose, afterKill } = await givenFolder();
  const create = { DeliveryStreamName, ExtendedS3DestinationConfiguration: destination };
  await firehose.send(
    new CreateDeliveryStreamCommand({ ...create, Tags: [{ Key: 'team', Value: 'river' }] }),
  );
  expect(await afterKill()).toEqual({ names: [DeliveryStreamName], tags: ['team'], version: '1' });

  await clock.advance(CHANGE_MS);
  await firehose.send(
    new TagDeliveryStreamCommand({ DeliveryStreamName, Tags: [{ Key: 'season' }] }),
  );
  expect(await afterKill()).toMatchObject({ tags: ['season', 'team'] });

  await firehose.send(new UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: ['team'] }));
  expect(await afterKill()).toMatchObject({ tags: ['season'] });

  await firehose.send(
    new UpdateDestinationCommand({
      DeliveryStreamName,
      CurrentDeliveryStreamVersionId: '1',
      DestinationId: 'destinationId-000000000001',
      ExtendedS3DestinationUpdate: { Prefix: 'deep/' },
    }),
  );
  expect(await afterKill()).toMatchObject({ version: '2' });

  await firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
  expect(await afterKill()).toMatchObject({ names: [] });
  await clock.advance(CHANGE_MS);
  expect(await afterKill()).toMatchObject({ names: [] });
});

it('does not acknowledge what it could not keep', async () => {
  const { clock, firehose, folder } = await givenFolder();
  const create = { DeliveryStreamName, ExtendedS3DestinationConfiguration: destination };
  await firehose.send(new CreateDeliveryStreamCommand(create));
  await clock.advance(CHANGE_MS);
  rmSync(path.join(folder, 'firehose'), { recursive: true });
  const Tags = [{ Key: 'season' }];
  await expect(
    firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags })),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
});

async function givenFolder() {
  const root = mkdtempSync(path.join(tmpdir(), 'kinlab-kept-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = path.join(root, 'data');
  const { clock, firehose } = await openedOn(folder);
  let kills = 0;
  return {
    clock,
    firehose,
    folder,
    /** What another process would find, had this one ended now. */
    afterKill: async () => {
      const left = path.join(root, `left-${++kills}`);
      cpSync(folder, left, { recursive: true });
      const { firehose: next } = await openedOn(left);
      const { DeliveryStreamNames: names = [] } = await next.send(
        new ListDeliveryStreamsCommand({}),
      );
      if (names.length === 0) return { names };
      const { Tags = [] } = await next.send(
        new ListTagsForDeliveryStreamCommand({ DeliveryStreamName }),
      );
      const { DeliveryStreamDescription: described } = await next.send(
        new DescribeDeliveryStreamCommand({ DeliveryStreamName }),
      );
      return { names, tags: Tags.map(({ Key }) => Key), version: described?.VersionId };
    },
  };
}

async function openedOn(folder: string) {
  const clock = virtualClock({ isBusy: () => emulator.isBusy() });
  const sub = (name: string): string => {
    mkdirSync(path.join(folder, name), { recursive: true });
    return path.join(folder, name);
  };
  const data = { fsync: false, sub, release: () => {} };
  const emulator = createEmulator({ clock, random: seededRandom(7), log: silentLog, data });
  await emulator.restore();
  const { requestHandler } = emulator;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const firehose = firehoseClient({ region: 'us-east-1', requestHandler, credentials });
  return { clock, firehose };
}
