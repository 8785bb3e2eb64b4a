import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SpillFile, type Spilled } from './spill-file.ts';

function givenFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-spill-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const bytesOf = (length: number, seed: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, at) => (at * 31 + (at >> 8) + seed) & 255));

const PAGE = 32_768;

describe('SpillFile', () => {
  it('gives back what was put away, and uses the room of what has gone before it grows', () => {
    const lengths = fc.constantFrom(1, 100, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, 100_000);
    const steps = fc.array(fc.oneof(lengths, fc.constant('forget' as const)), { maxLength: 30 });
    fc.assert(
      fc.property(steps, fc.nat(), (all, seed) => {
        const file = new SpillFile();
        const held: { spilled: Spilled; bytes: Buffer }[] = [];
        let pages = 0;
        let mostPages = 0;
        for (const [at, step] of all.entries()) {
          if (step === 'forget') {
            const [gone] = held.splice((seed + at) % Math.max(held.length, 1), 1);
            if (gone) file.forget(gone.spilled);
            pages -= gone?.spilled.pages.length ?? 0;
          } else {
            const bytes = bytesOf(step, at);
            held.push({ spilled: file.write(bytes), bytes });
            pages += Math.ceil(step / PAGE);
            mostPages = Math.max(mostPages, pages);
          }
          for (const { spilled, bytes } of held) {
            expect(file.read(spilled).equals(bytes)).toBe(true);
            expect(Math.max(...spilled.pages)).toBeLessThan(mostPages);
          }
        }
        file.close();
      }),
      { numRuns: 50 },
    );
  });

  it('leaves nothing behind, not even while something is in it', () => {
    const folder = givenFolder();
    const file = new SpillFile(() => folder);
    const spilled = file.write(Buffer.from('x'));
    expect(existsSync(folder)).toBe(false);
    expect(file.read(spilled).toString()).toBe('x');
    file.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('begins anew when nothing is in it', () => {
    const folders: string[] = [];
    const file = new SpillFile(() => {
      folders.push(givenFolder());
      return folders.at(-1) ?? '';
    });
    for (let round = 1; round <= 2; round++) {
      const spilled = [file.write(Buffer.from('x')), file.write(Buffer.from(`y${round}`))];
      expect(folders.length).toBe(round);
      expect(file.usedBytes).toBe(2 * PAGE);
      expect(spilled.map((some) => file.read(some).toString())).toEqual(['x', `y${round}`]);
      for (const some of spilled) file.forget(some);
      expect(file.usedBytes).toBe(0);
    }
  });

  it('does away with what a process has left that could not', () => {
    const folder = givenFolder();
    writeFileSync(path.join(folder, 'spilled'), 'old');
    const file = new SpillFile(() => folder);
    expect(file.read(file.write(Buffer.from('x'))).toString()).toBe('x');
    expect(existsSync(folder)).toBe(false);
    file.close();
  });

  it('tells that there is no room, and takes what comes when there is', () => {
    const full = givenFolder();
    symlinkSync('/dev/full', path.join(full, 'spilled'));
    let folder = full;
    const file = new SpillFile(() => folder);
    expect(() => file.write(Buffer.from('x'))).toThrow('ENOSPC');
    folder = givenFolder();
    expect(file.read(file.write(Buffer.from('x'))).toString()).toBe('x');
    file.close();
  });
});
