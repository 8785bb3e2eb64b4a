import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { kinesisClient } from '#runtime/aws.ts';
import { explained } from './service-errors.ts';
import { startLab } from './start-lab.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

describe('explained', () => {
  it("tells a service's refusal by its name and words", async () => {
    const lab = await startLab({ clock: 'virtual' });
    const refused = explained(() => lab.kinesis.send(new ListStreamsCommand({ Limit: 0 })));
    await expect(refused).rejects.toMatchObject({
      exitCode: 254,
      message: expect.stringMatching(/^ValidationException: 1 validation error/) as string,
    });
    await lab.stop();
  });

  it('says what to do where nobody listens', async () => {
    const lab = await startLab({ clock: 'virtual' });
    await lab.stop();
    const { endpoint } = lab;
    const kinesis = kinesisClient({ region: 'us-east-1', endpoint, credentials });
    const refused = explained(() => kinesis.send(new ListStreamsCommand({})));
    await expect(refused).rejects.toMatchObject({
      exitCode: 253,
      fixes: expect.arrayContaining([expect.stringContaining('npm start')]) as string[],
    });
    kinesis.destroy();
  });

  it('leaves a bug a bug', async () => {
    const bug = new Error('a bug');
    await expect(explained(() => Promise.reject(bug))).rejects.toBe(bug);
  });
});
