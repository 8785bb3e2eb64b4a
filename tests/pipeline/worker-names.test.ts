import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { startLab } from '#lab/start-lab.ts';
import { scriptedInput, steadily } from '../support/scripted-input.ts';

it('gives the consumers of every process of a lab one name, so that the next goes on at once', async () => {
  const lab = await startLab({ clock: 'virtual', input: scriptedInput(steadily(1, 0)) });
  const Bucket = lab.topology.stateBucket;
  const { Contents = [] } = await lab.s3.send(new ListObjectsV2Command({ Bucket }));
  const workers = Contents.map(({ Key = '' }) => Key.match(/workers\/.+$/)?.[0]).filter(Boolean);
  expect(workers).toEqual(['workers/lab.json', 'workers/lab.json']);
  await lab.stop();
});
