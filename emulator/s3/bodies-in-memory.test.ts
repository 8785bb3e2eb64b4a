import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Body } from './body.ts';
import { BodiesInMemory } from './bodies-in-memory.ts';
import { givenS3 } from './given-s3.test-support.ts';

const MIB = 1_048_576;

describe('BodiesInMemory', () => {
  it('gives back any part of any body, and holds no more of them than it may', () => {
    const step = fc.record({
      bytes: fc.constantFrom(0, 1, 40, 60, 100, 40_000),
      forget: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.nat({ max: 50 }), (steps, from) => {
        const bodies = new BodiesInMemory(100);
        const held: { body: Body; bytes: Buffer }[] = [];
        for (const [at, { bytes: length, forget }] of steps.entries()) {
          if (forget) held.splice(at % Math.max(held.length, 1), 1)[0]?.body.forget();
          const bytes = Buffer.alloc(length, at);
          held.push({ body: bodies.take(bytes), bytes });
          // One that exceeds the bound by itself is there until the next one comes.
          expect(bodies.heldBytes).toBeLessThanOrEqual(Math.max(100, length));
          for (const { body, bytes: own } of held) {
            expect(body.sizeBytes).toBe(own.length);
            const part = Buffer.from(body.read(from, own.length));
            expect(part.equals(own.subarray(from))).toBe(true);
          }
        }
        for (const { body } of held) body.forget();
        expect([bodies.heldBytes, bodies.spilledBytes]).toEqual([0, 0]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an S3 whose objects exceed its memory', () => {
  it('gives all of them, and any part of them', async () => {
    const { send } = await givenS3();
    const bodyOf = (n: number): Buffer => Buffer.alloc(4 * MIB, n);
    for (let n = 0; n < 20; n++) await send('PUT', `/lake/${n}`, { body: bodyOf(n) });
    for (let n = 0; n < 20; n++) {
      const { bytes } = await send('GET', `/lake/${n}`);
      expect(bytes.equals(bodyOf(n))).toBe(true);
      const range = { range: 'bytes=4194300-' };
      const { bytes: part, headers } = await send('GET', `/lake/${n}`, { headers: range });
      expect([...part]).toEqual([n, n, n, n]);
      expect(headers['content-range']).toBe('bytes 4194300-4194303/4194304');
    }
    const { headers } = await send('HEAD', '/lake/0');
    expect(headers['content-length']).toBe('4194304');
  });
});
