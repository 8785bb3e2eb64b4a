import { expect, it, onTestFinished } from 'vitest';
import { startLab } from '#lab/start-lab.ts';
import { scriptedInput, steadily } from '../support/scripted-input.ts';

it('warns of no leak where many shards listen to one signal', async () => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const topology = { shards: 30 };
  const lab = await startLab({
    clock: 'virtual',
    topology,
    input: scriptedInput(steadily(50, 100)),
  });
  await lab.advance(10_000);
  await lab.stop();
  expect(warnings).not.toContain('MaxListenersExceededWarning');
});
