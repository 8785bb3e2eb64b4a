import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLines } from './open-lines.ts';

async function givenFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kinlab-lines-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('openLines', () => {
  it.each([
    ['orders.csv', 'csv'],
    ['orders.TSV', 'csv'],
    ['orders.ndjson', 'ndjson'],
    ['orders.jsonl', 'ndjson'],
    ['orders.txt', undefined],
  ])('takes the format of %s from its name', async (name, format) => {
    const path = join(await givenFolder(), name);
    await writeFile(path, 'content');
    const file = await openLines(path);
    expect(file).toMatchObject({ name, format });
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.source()) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('content');
  });

  it('names the file that is missing', async () => {
    const path = join(await givenFolder(), 'nowhere.csv');
    await expect(openLines(path)).rejects.toMatchObject({
      code: 'input-missing',
      exitCode: 253,
      path,
      message: `input ${path}: no such file`,
    });
  });

  it('does not take a folder for a file', async () => {
    const path = await givenFolder();
    await expect(openLines(path)).rejects.toMatchObject({
      code: 'input-missing',
      message: `input ${path}: it is a folder, not a file`,
    });
  });
});
