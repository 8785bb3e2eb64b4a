import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { keptInstead } from '#lab/kept-topology.ts';
import { startLab } from '#lab/start-lab.ts';

it('leaves the lab of a folder as it is, whatever is asked for later, and says so', async () => {
  const data = { folder: mkdtempSync(path.join(tmpdir(), 'kinlab-kept-')) };
  const before = { shards: 1, bufferSeconds: 20, bufferMiB: 3 };
  const first = await startLab({ clock: 'virtual', data, topology: before });
  expect(first.topology).toMatchObject(before);
  await first.stop();

  const wanted = { shards: 4, bufferSeconds: 90, bufferMib: 1 };
  const { shards, bufferSeconds, bufferMib: bufferMiB } = wanted;
  const second = await startLab({
    clock: 'virtual',
    data,
    topology: { shards, bufferSeconds, bufferMiB },
  });
  expect(second.topology).toMatchObject(before);
  expect(keptInstead(wanted, second.topology)).toBe(
    'What was there already stays as it is: 1 shard and 3 MiB or 20 s, not 4 shards and 1 MiB or 90 s.',
  );
  expect(keptInstead({ shards: 1, bufferSeconds: 20, bufferMib: 3 }, second.topology)).toBe(
    undefined,
  );
  await second.stop();
});
