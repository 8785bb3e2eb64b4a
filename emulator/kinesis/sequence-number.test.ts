import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endingSequenceNumber,
  formatSequenceNumber,
  parseSequenceNumber,
  SEQUENCE_NUMBER_DIGITS,
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
  const shard = { shardIndex: 5, createdAtSeconds: 1_421_279_230 };

  /** What it writes for consecutive records that arrive in these seconds. */
  function minted(instants: readonly number[]): string[] {
    const mint = new SequenceMint(shard);
    const target = Buffer.alloc(SEQUENCE_NUMBER_DIGITS + 2, '_');
    return instants.map((instant, place) => {
      mint.next(place + 1, instant, target, 1);
      expect(target.toString()).toMatch(/^_\d+_$/);
      return target.toString('latin1', 1, SEQUENCE_NUMBER_DIGITS + 1);
    });
  }

  it('counts the records of a shard, whatever the second', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(seconds, fc.constant(7))), (instants) => {
        expect(minted(instants)).toEqual(
          instants.map((recordedAtSeconds, place) =>
            formatSequenceNumber({ ...shard, index: place + 1, recordedAtSeconds }),
          ),
        );
      }),
    );
  });

  it('rises strictly, also when the clock goes back', () => {
    fc.assert(
      fc.property(fc.array(seconds), (instants) => {
        const numbers = minted(instants);
        expect(numbers).toEqual([...new Set(numbers)].sort());
      }),
    );
  });

  it('adds one to the number where it stands as arithmetic does', () => {
    const numbers = minted(Array.from({ length: 20_000 }, () => 1_700_000_000));
    expect(numbers.at(-1)).toBe(
      formatSequenceNumber({ ...shard, index: 20_000, recordedAtSeconds: 1_700_000_000 }),
    );
  });

  it('goes back to an earlier index when it is told to', () => {
    const mint = new SequenceMint(shard);
    const target = Buffer.alloc(SEQUENCE_NUMBER_DIGITS);
    for (const index of [1, 2, 3, 2]) mint.next(index, 9, target, 0);
    expect(target.toString()).toBe(
      formatSequenceNumber({ ...shard, index: 2, recordedAtSeconds: 9 }),
    );
  });
});
