import fs, { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataDamaged } from './errors.ts';
import { givenFolder, insteadOf, open, parts, textsIn } from './given-journal.test-support.ts';

/** What a disk writes whole or not at all; smaller here, so that many lie in few bytes. */
const SECTOR = 16;
const SAFE = ['1:first', '2:second', '3:third'];
const LAST = ['4:fourth of the last write', '5:fifth', '6:sixth, which is somewhat longer', '7:7'];
const ALL_WRITTEN = [...SAFE, ...LAST];

/** Two writes that were synced, and one more. */
async function givenWrites(): Promise<{ folder: string; file: string; safeBytes: number }> {
  const folder = givenFolder();
  const { journal } = open(folder, { fsync: true });
  const file = path.join(folder, '00000001.log');
  async function write(entries: readonly string[]): Promise<void> {
    for (const entry of entries) journal.append(Number(entry[0]), parts(entry.slice(2)));
    await journal.flush();
  }
  await write(SAFE.slice(0, 1));
  await write(SAFE.slice(1));
  const safeBytes = statSync(file).size;
  await write(LAST);
  await journal.close();
  return { folder, file, safeBytes };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

describe('Journal with fsync', () => {
  it('lets nobody go on before what was written is on the disk', async () => {
    const { journal } = open(givenFolder(), { fsync: true });
    const syncing: (() => void)[] = [];
    const { fdatasync } = fs;
    insteadOf('fdatasync', (fd, done) => syncing.push(() => fdatasync(fd, done)));
    const resolved: string[] = [];
    journal.append(1, parts('first'));
    const first = journal.flush().then(() => resolved.push('first'));
    await until(() => syncing.length === 1);
    journal.append(1, parts('second'));
    const second = journal.flush().then(() => resolved.push('second'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(resolved).toEqual([]);
    syncing[0]?.();
    await first;
    await until(() => syncing.length === 2);
    expect(resolved).toEqual(['first']);
    syncing[1]?.();
    await second;
    await journal.close();
  });

  it('has all that was safe, whatever a loss of power leaves of the last write', async () => {
    const { folder, file, safeBytes } = await givenWrites();
    const written = readFileSync(file);
    const lastBytes = written.length - safeBytes;
    const lost = fc.uniqueArray(fc.nat({ max: Math.floor((lastBytes - 1) / SECTOR) }));
    await fc.assert(
      fc.asyncProperty(lost, fc.nat({ max: lastBytes }), async (sectors, cutBytes) => {
        const left = Buffer.from(written);
        for (const sector of sectors) {
          const from = safeBytes + sector * SECTOR;
          left.fill(0, from, Math.min(from + SECTOR, left.length));
        }
        writeFileSync(file, left.subarray(0, left.length - cutBytes));
        const texts = await textsIn(folder);
        expect(texts.slice(0, SAFE.length)).toEqual(SAFE);
        expect(ALL_WRITTEN.slice(0, texts.length)).toEqual(texts);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a file that is damaged where it was safe before something else was written', async () => {
    const { file, folder, safeBytes } = await givenWrites();
    const written = readFileSync(file);
    for (let at = 17; at < safeBytes; at += 7) {
      const damaged = Buffer.from(written);
      damaged[at] = (damaged[at] ?? 0) ^ 4;
      writeFileSync(file, damaged);
      expect(() => open(folder)).toThrow(DataDamaged);
    }
  });
});
