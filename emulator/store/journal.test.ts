import fs, {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { givenFolder, insteadOf, open, parts, textsIn } from './given-journal.test-support.ts';

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
    const shrink = (): Promise<void> =>
      journal.shrink(1, {
        isKept: (kind) => kind === 2,
        more: [{ kind: 3, payload: Buffer.from('more') }],
      });
    const inItsWay = path.join(folder, '00000001.log.new');
    mkdirSync(inItsWay);
    await expect(shrink()).rejects.toThrow('EISDIR');
    rmdirSync(inItsWay);
    expect(statSync(path.join(folder, '00000001.log')).size).toBeGreaterThan(large.length);
    const shrunk = shrink();
    await journal.close();
    expect(readdirSync(folder).sort()).toEqual(['00000001.log', '00000002.log']);
    await shrunk;
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

  it('answers who comes first before all of much is written, unless it is synced', async () => {
    for (const fsync of [false, true]) {
      const folder = givenFolder();
      const { journal } = open(folder, { fsync });
      const large = [Buffer.alloc(1_048_576, 'x')];
      const lengthsAtAnswers = await Promise.all(
        Array.from({ length: 5 }, async () => {
          journal.append(1, large);
          await journal.flush();
          return Math.floor(statSync(path.join(folder, '00000001.log')).size / 1_048_576);
        }),
      );
      await journal.close();
      // The first is written before there are others; another write may be under way beside each answer.
      if (fsync) expect(lengthsAtAnswers.slice(1)).toEqual([5, 5, 5, 5]);
      else expect(lengthsAtAnswers[1]).toBeLessThan(4);
    }
  });

  it('keeps what was answered when a later part of the same queue cannot be written', async () => {
    const folder = givenFolder();
    const { journal } = open(folder);
    const large = (letter: string): Buffer[] => [Buffer.alloc(1_048_576, letter)];
    const before = fs.writev;
    let writes = 0;
    const makeRoom = insteadOf('writev', (fd, done, pieces) => {
      if (++writes === 3) done(new Error('ENOSPC'));
      else before(fd, pieces, null, done);
    });
    const flushes = ['a', 'b', 'c', 'd'].map((letter) => {
      journal.append(1, large(letter));
      return journal.flush();
    });
    const outcomes = await Promise.allSettled(flushes);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    makeRoom();
    await journal.close();
    expect((await textsIn(folder)).map((text) => text.slice(0, 3))).toEqual(['1:a', '1:b']);
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
