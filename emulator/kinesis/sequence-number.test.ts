import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endingSequenceNumber,
  formatSequenceNumber,
  parseSequenceNumber,
  SequenceMint,
  startingSequenceNumber,
} from './sequence-number.ts';

/** From AWS's developer guide. */
const KNOWN = {
  text: '49546986683135544286507457936321625675700192471156785154',
  parts: {
    shardIndex: 0,
    createdAtSeconds: 1_421_279_230,
    index: 469,
    recordedAtSeconds: 1_421_279_386,
  },
};

const seconds = fc.integer({ min: 0, max: 2 ** 33 });
const parts = fc.record({
  shardIndex: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  createdAtSeconds: seconds,
  index: fc.nat(),
  recordedAtSeconds: seconds,
});

describe('formatSequenceNumber', () => {
  it('writes the number of the developer guide', () => {
    expect(formatSequenceNumber(KNOWN.parts)).toBe(KNOWN.text);
  });

  it('writes 56 digits, which read back as what was written', () => {
    fc.assert(
      fc.property(parts, (number) => {
        const text = formatSequenceNumber(number);
        expect(text).toMatch(/^\d{56}$/);
        expect(parseSequenceNumber(text)).toEqual(number);
      }),
    );
  });
});

describe('parseSequenceNumber', () => {
  it('reads the number of the developer guide', () => {
    expect(parseSequenceNumber(KNOWN.text)).toEqual(KNOWN.parts);
  });

  it('knows what is none', () => {
    const wrongVersion = (BigInt(KNOWN.text) + 1n).toString();
    const wrongNibble = (BigInt(KNOWN.text) + 16n).toString();
    for (const text of ['0', '1', '9'.repeat(56), '9'.repeat(129), wrongVersion, wrongNibble]) {
      expect(parseSequenceNumber(text)).toBeUndefined();
    }
  });
});

describe('the range of a shard', () => {
  it('starts 22300745198530623141535718272648361505980432 after its neighbour', () => {
    const [first, second] = [0, 1].map((shardIndex) =>
      BigInt(startingSequenceNumber({ shardIndex, createdAtSeconds: 1_421_279_230 })),
    );
    expect((second ?? 0n) - (first ?? 0n)).toBe(22300745198530623141535718272648361505980432n);
  });

  it('holds every record and ends before the range of its child', () => {
    const parent = { shardIndex: 3, createdAtSeconds: 1_000 };
    const child = { shardIndex: 4, createdAtSeconds: 2_001 };
    const record = formatSequenceNumber({ ...parent, index: 2 ** 31, recordedAtSeconds: 2_001 });
    const end = endingSequenceNumber(parent, 2_000);
    expect(startingSequenceNumber(parent) < record).toBe(true);
    expect(record < end).toBe(true);
    expect(end < startingSequenceNumber(child)).toBe(true);
  });
});

describe('SequenceMint', () => {
  it('counts the records of a shard, whatever the second', () => {
    const shard = { shardIndex: 5, createdAtSeconds: 1_421_279_230 };
    fc.assert(
      fc.property(fc.array(seconds), (instants) => {
        const mint = new SequenceMint(shard);
        const minted = instants.map((instant) => parseSequenceNumber(mint.next(instant)));
        expect(minted).toEqual(
          instants.map((recordedAtSeconds, place) => ({
            ...shard,
            index: place + 1,
            recordedAtSeconds,
          })),
        );
      }),
    );
  });

  it('rises strictly, also when the clock goes back', () => {
    fc.assert(
      fc.property(fc.array(seconds), (instants) => {
        const mint = new SequenceMint({ shardIndex: 5, createdAtSeconds: 1_421_279_230 });
        const minted = instants.map((instant) => mint.next(instant));
        expect(minted).toEqual([...new Set(minted)].sort());
      }),
    );
  });
});
