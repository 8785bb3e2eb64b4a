import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSome, rewriteSegment, SEGMENT_START_BYTES } from './segment.ts';

function givenFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kinlab-segment-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'segment');
}

describe('readSome', () => {
  it('gives the entries that are wanted, whatever lies between them', async () => {
    const file = givenFile();
    const entry = fc.record({
      kind: fc.integer({ min: 1, max: 3 }),
      payload: fc
        .tuple(fc.constantFrom(0, 1, 3_000, 8_150, 8_200, 100_000), fc.nat({ max: 255 }))
        .map(([bytes, fill]) => Buffer.alloc(bytes, fill)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 30 }), async (entries) => {
        await rewriteSegment(file, entries);
        const some = readSome(file, (kind) => kind !== 2);
        const wanted = entries.filter(({ kind }) => kind !== 2);
        expect(some.map(({ kind }) => kind)).toEqual(wanted.map(({ kind }) => kind));
        expect(some.every(({ payload }, at) => wanted[at]?.payload.equals(payload))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses by name what is not as it was written', async () => {
    const file = givenFile();
    await rewriteSegment(file, [
      { kind: 2, payload: Buffer.from('passed over') },
      { kind: 1, payload: Buffer.from('wanted') },
    ]);
    const good = readFileSync(file);
    for (const at of [SEGMENT_START_BYTES, good.length - 1]) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ 1;
      writeFileSync(file, bad);
      expect(() => readSome(file, (kind) => kind === 1)).toThrow(`${file} is damaged`);
    }
  });
});
