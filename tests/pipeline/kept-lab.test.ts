import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keptInstead } from '#lab/kept-topology.ts';
import { startLab } from '#lab/start-lab.ts';
import { defaultTopology } from '#pipeline/topology.ts';

function givenFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('leaves the lab of a folder as it is, whatever is asked for later, and says so', async () => {
  const data = { folder: givenFolder() };
  const before = { shards: 1, bufferSeconds: 20, bufferMiB: 3 };
  const first = await startLab({ clock: 'virtual', data, topology: before });
  expect(first.topology).toMatchObject(before);
  await first.stop();

  const wanted = { ...defaultTopology, shards: 4, bufferSeconds: 90, bufferMiB: 1 };
  const second = await startLab({ clock: 'virtual', data, topology: wanted });
  expect(second.topology).toMatchObject(before);
  expect(keptInstead(wanted, second.topology)).toBe(
    'What was there already stays as it is: 1 shard and 3 MiB or 20 s, not 4 shards and 1 MiB or 90 s.',
  );
  expect(keptInstead({ ...wanted, ...before }, second.topology)).toBe(undefined);
  await second.stop();
});

it('names the damage of a folder as often as it is opened, and does not hold it meanwhile', async () => {
  const folder = givenFolder();
  const lab = await startLab({ clock: 'virtual', data: { folder } });
  await lab.stop();
  const journal = path.join(folder, 'kinesis');
  for (const file of readdirSync(journal)) writeFileSync(path.join(journal, file), 'no journal');
  for (let attempt = 1; attempt <= 2; attempt++) {
    await expect(startLab({ data: { folder } })).rejects.toMatchObject({ code: 'data-damaged' });
  }
});
