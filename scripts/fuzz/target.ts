import * as fc from 'fast-check';
import { AwsError } from '#emulator/errors.ts';

/** Something that reads what others send, and what must hold of it whatever that is. */
export interface Target {
  readonly name: string;
  readonly property: fc.IRawProperty<[unknown]>;
  /** Of a thousand inputs, how many it takes of a full run; the slower ones take fewer. */
  readonly share: number;
}

/** What it takes of a full run if it takes some hundredths of a millisecond. */
const SHARE = 100;

/** What a reader gives, or undefined if it refuses as AWS does; any other error is a find. */
export function given<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AwsError && error.status < 500) return undefined;
    throw error;
  }
}

export function target<T>(name: string, input: fc.Arbitrary<T>, check: (value: T) => void): Target {
  const property = fc.property(input, check) as unknown as Target['property'];
  return { name, property, share: SHARE };
}

export function expectSame(actual: unknown, expected: unknown): void {
  const [one, another] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== another) throw new Error(`${one} is not ${another}`);
}
