import fs, {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DataDamaged } from './errors.ts';
import { Journal, type JournalOptions } from './journal.ts';

function givenFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

interface Opened {
  readonly journal: Journal;
  readonly texts: readonly string[];
}

function open(folder: string, options: Partial<JournalOptions> = {}): Opened {
  const texts: string[] = [];
  const journal = new Journal({
    folder,
    fsync: false,
    onEntry: ({ kind, payload }) => texts.push(`${kind}:${payload.toString()}`),
    onLost: () => {},
    onFinished: () => {},
    ...options,
  });
  return { journal, texts };
}

const parts = (...texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text));

async function textsIn(folder: string): Promise<readonly string[]> {
  const { journal, texts } = open(folder);
  await journal.close();
  return texts;
}

/** Of three entries. */
async function givenJournal(): Promise<{ folder: string; file: string; good: Buffer }> {
  const folder = givenFolder();
  const { journal } = open(folder);
  for (const text of ['first', 'second', 'third']) {
    journal.append(7, parts(text, '!'));
    await journal.flush();
  }
  await journal.close();
  const file = path.join(folder, '00000001.log');
  return { folder, file, good: readFileSync(file) };
}

const ALL = ['7:first!', '7:second!', '7:third!'];

describe('Journal', () => {
  it('gives back what was flushed, in order, and goes on after it', async () => {
    const { folder } = await givenJournal();
    const { journal, texts } = open(folder);
    expect(texts).toEqual(ALL);
    journal.append(8, parts('fourth'));
    await journal.flush();
    await journal.close();
    expect(await textsIn(folder)).toEqual([...ALL, '8:fourth']);
  });

  it.each([false, true])('shares a write among all who wait (fsync %s)', async (fsync) => {
    const folder = givenFolder();
    const { journal } = open(folder, { fsync });
    const flushes = Array.from({ length: 3_000 }, (_, number) => {
      journal.append(1, parts(String(number)));
      return journal.flush();
    });
    await Promise.all(flushes);
    await journal.close();
    expect(await textsIn(folder)).toEqual(flushes.map((_, number) => `1:${number}`));
  });

  it('recovers the whole entries of a last segment that was cut off at any byte', async () => {
    const { folder, file, good } = await givenJournal();
    const seen = new Set<number>();
    for (let at = 0; at <= good.length; at++) {
      writeFileSync(file, good.subarray(0, at));
      const { journal, texts } = open(folder);
      expect(texts).toEqual(ALL.slice(0, texts.length));
      seen.add(texts.length);
      journal.append(9, parts('after'));
      await journal.flush();
      await journal.close();
      expect(await textsIn(folder)).toEqual([...texts, '9:after']);
    }
    expect([...seen]).toEqual([0, 1, 2, 3]);
  });

  it('refuses by name, or recovers what lies before, when one bit is flipped anywhere', async () => {
    const { folder, file, good } = await givenJournal();
    let refused = 0;
    for (let bit = 0; bit < good.length * 8; bit++) {
      const flipped = Buffer.from(good);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(file, flipped);
      try {
        const { journal, texts } = open(folder);
        await journal.close();
        expect(texts).toEqual(ALL.slice(0, 2));
      } catch (error) {
        refused += 1;
        expect(String(error)).toContain('00000001.log is damaged');
      }
    }
    expect(refused).toBeGreaterThan(good.length * 4);
  });

  it('refuses a segment that is missing, and one before the last that is cut off', async () => {
    const { folder, file, good } = await givenJournal();
    writeFileSync(path.join(folder, '00000002.log'), good);
    expect(await textsIn(folder)).toEqual([...ALL, ...ALL]);
    writeFileSync(file, good.subarray(0, -1));
    expect(() => open(folder)).toThrow('00000001.log is damaged');
    rmSync(file);
    expect(() => open(folder)).toThrow('00000001.log is damaged: it is missing');
  });

  it('begins another segment when one is full, and shrinks it to what is needed', async () => {
    const folder = givenFolder();
    let finished = 0;
    const { journal } = open(folder, { onFinished: () => (finished += 1) });
    const large = Buffer.alloc(40 * 1_048_576, 'x');
    for (let n = 0; n < 3; n++) {
      journal.append(1, [large]);
      journal.append(2, parts(`kept ${n}`));
      await journal.flush();
    }
    expect([finished, journal.segment]).toEqual([1, 2]);
    journal.shrink(1, {
      isKept: (kind) => kind === 2,
      more: [{ kind: 3, payload: Buffer.from('more') }],
    });
    await journal.close();
    expect(readdirSync(folder).sort()).toEqual(['00000001.log', '00000002.log']);
    expect((await textsIn(folder)).filter((text) => text.length < 20)).toEqual([
      '2:kept 0',
      '2:kept 1',
      '3:more',
      '2:kept 2',
    ]);
  });

  it('tells all who wait when there is no room, keeps nothing of what they wrote, and goes on when there is', async () => {
    const folder = givenFolder();
    let lost = 0;
    const { journal } = open(folder, { onLost: () => (lost += 1) });
    journal.append(1, parts('before'));
    await journal.flush();
    const makeRoom = insteadOf('writev', (_fd, done) => done(new Error('ENOSPC')));
    for (let attempt = 1; attempt <= 3; attempt++) {
      journal.append(1, parts('no'));
      const refused = journal.flush();
      journal.append(1, parts('nor this'));
      await Promise.all([
        expect(refused).rejects.toThrow('ENOSPC'),
        expect(journal.flush()).rejects.toThrow('ENOSPC'),
      ]);
      expect(lost).toBe(attempt);
    }
    makeRoom();
    journal.append(1, parts('after'));
    await journal.flush();
    await journal.close();
    expect(await textsIn(folder)).toEqual(['1:before', '1:after']);
  });

  it('goes on in the segment that it has while there can be no other', async () => {
    const folder = givenFolder();
    // It can be opened, but not made a segment of.
    symlinkSync('/dev/full', path.join(folder, '00000002.log.full'));
    const { journal } = open(folder);
    renameSync(path.join(folder, '00000002.log.full'), path.join(folder, '00000002.log'));
    const large = [Buffer.alloc(65 * 1_048_576, 'x')];
    journal.append(1, large);
    await journal.flush();
    journal.append(2, parts('also here'));
    await journal.flush();
    expect(journal.segment).toBe(1);
    rmSync(path.join(folder, '00000002.log'));
    journal.append(3, parts('the last one here'));
    await journal.flush();
    expect(journal.segment).toBe(2);
    await journal.close();
    const texts = await textsIn(folder);
    expect(texts.slice(1)).toEqual(['2:also here', '3:the last one here']);
  });

  it('does not take what follows a torn end for a part of it', async () => {
    const { folder, file } = await givenJournal();
    appendFileSync(file, 'not an entry');
    expect(await textsIn(folder)).toEqual(ALL);
  });
});

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

type Done = (error: Error | null) => void;

/** Until the test is finished, or until it says so, the system does this instead. */
function insteadOf(
  name: 'writev' | 'fdatasync',
  other: (fd: number, done: Done) => unknown,
): () => void {
  const before = fs[name];
  const use = (system: unknown): void => {
    Object.assign(fs, { [name]: system });
    syncBuiltinESMExports();
  };
  use((...given: readonly unknown[]) => other(given[0] as number, given.at(-1) as Done));
  const restore = (): void => use(before);
  onTestFinished(restore);
  return restore;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
