import { serializationError } from '../errors.ts';
import { ValidationReport } from './validation-report.ts';
import { asObject, unexpected } from './wrong-type.ts';

/**
 * Readers of one member of a request. A body is read in two passes, as on AWS: `parse` converts the
 * whole body and refuses wrong JSON types (SerializationException); only then `check` reports every
 * broken constraint of the model, in AWS's wording (ValidationException).
 */
export interface Reader<T> {
  /** `raw` is neither undefined nor null. Throws SerializationException. */
  readonly parse: (raw: unknown) => T;
  readonly check: (value: T, path: string, report: ValidationReport) => void;
  /** False where a missing member is legal. */
  readonly required: boolean;
}

export interface OptionalReader<T> extends Reader<T> {
  readonly required: false;
}

/** A reader of whatever type. */
interface AnyReader {
  readonly parse: (raw: unknown) => unknown;
  readonly check: (value: never, path: string, report: ValidationReport) => void;
  readonly required: boolean;
}

export type Fields = Readonly<Record<string, AnyReader>>;

type Member<R> = R extends { readonly parse: (raw: unknown) => infer T } ? T : never;
type OptionalKeys<F> = {
  [K in keyof F]: F[K] extends { readonly required: false } ? K : never;
}[keyof F];

/** What reading `F` gives: required members present, optional ones perhaps. */
export type InputOf<F> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Member<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: Member<F[K]>;
};

export function optional<T>(reader: Reader<T>): OptionalReader<T> {
  return { ...reader, required: false };
}

export interface StringLimits {
  readonly min?: number;
  readonly max?: number;
  /** As AWS prints it; anchored at both ends here. */
  readonly pattern?: string;
  /** In AWS's own order, which its message shows. */
  readonly enum?: readonly string[];
}

export function string(limits: StringLimits = {}): Reader<string> {
  const { max = Infinity, pattern } = limits;
  const matcher = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
  return {
    required: true,
    parse: (raw) => {
      if (typeof raw !== 'string') throw unexpected(raw, 'a String');
      return raw;
    },
    check: (value, path, report) => {
      checkLength(value, value.length, limits, path, report);
      // Some of AWS's patterns take quadratic time, so they never see more than the longest legal value.
      const isTooLong = value.length > max;
      if (matcher && !isTooLong && !matcher.test(value)) {
        report.add(value, path, `Member must satisfy regular expression pattern: ${pattern}`);
      }
      if (limits.enum && !limits.enum.includes(value)) {
        report.add(value, path, `Member must satisfy enum value set: [${limits.enum.join(', ')}]`);
      }
    },
  };
}

function checkLength(
  shown: string,
  length: number,
  {
    min = 0,
    max = Infinity,
  }: { readonly min?: number | undefined; readonly max?: number | undefined },
  path: string,
  report: ValidationReport,
): void {
  if (length < min) {
    report.add(shown, path, `Member must have length greater than or equal to ${min}`);
  }
  if (length > max) {
    report.add(shown, path, `Member must have length less than or equal to ${max}`);
  }
}

/** Unverified: a number that Java's int cannot hold counts as the nearest one that it can. */
const LARGEST_INTEGER = 2 ** 31 - 1;
const SMALLEST_INTEGER = -(2 ** 31);

export function integer({ min, max }: { min?: number; max?: number } = {}): Reader<number> {
  return {
    required: true,
    parse: (raw) => {
      if (typeof raw !== 'number') throw unexpected(raw, 'an Integer');
      return Math.min(Math.max(Math.trunc(raw), SMALLEST_INTEGER), LARGEST_INTEGER);
    },
    check: (value, path, report) => {
      if (min !== undefined && value < min) {
        report.add(value, path, `Member must have value greater than or equal to ${min}`);
      }
      if (max !== undefined && value > max) {
        report.add(value, path, `Member must have value less than or equal to ${max}`);
      }
    },
  };
}

export function boolean(): Reader<boolean> {
  return {
    required: true,
    parse: (raw) => {
      if (typeof raw !== 'boolean') throw unexpected(raw, 'a Boolean');
      return raw;
    },
    check: () => {},
  };
}

/** The last instant that a Date can hold, and with a minus sign the first. */
const FURTHEST_INSTANT_MS = 8.64e15;

/** Epoch seconds with a fraction on the wire, in CBOR a Date; epoch milliseconds here. */
export function timestamp(): Reader<number> {
  return {
    required: true,
    parse: (raw) => {
      if (raw instanceof Date) return raw.getTime();
      if (typeof raw !== 'number') throw unexpected(raw, 'a Date');
      const epochMs = Math.round(raw * 1_000);
      return Math.min(Math.max(epochMs, -FURTHEST_INSTANT_MS), FURTHEST_INSTANT_MS);
    },
    check: () => {},
  };
}

/** Base64 on the wire, in CBOR bytes; bytes here. */
export function blob({ max }: { max?: number } = {}): Reader<Buffer> {
  return {
    required: true,
    parse: (raw) => {
      if (Buffer.isBuffer(raw)) return raw;
      if (typeof raw !== 'string') throw unexpected(raw, 'a ByteBuffer');
      const bytes = Buffer.from(raw, 'base64');
      if (!isBase64Of(bytes, raw)) throw serializationError('Blob member is not valid base64.');
      return bytes;
    },
    check: (value, path, report) => {
      if (max !== undefined && value.length > max) {
        const shown = `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`;
        report.add(shown, path, `Member must have length less than or equal to ${max}`);
      }
    },
  };
}

/**
 * Node skips what is not base64 and reads the URL's alphabet too; a blob that was skipped in is shorter
 * than its text promises. Checked this way because a pattern would read each blob a second time.
 */
function isBase64Of(bytes: Uint8Array, text: string): boolean {
  if (text.length % 4 !== 0 || text.includes('-') || text.includes('_')) return false;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return bytes.length === (text.length / 4) * 3 - padding;
}

export function list<T>(
  item: Reader<T>,
  { min, max }: { min?: number; max?: number } = {},
): Reader<readonly T[]> {
  return {
    required: true,
    parse: (raw) => {
      if (!Array.isArray(raw)) throw serializationError('Expected list or null');
      return raw.map((element) => {
        if (element === null)
          throw serializationError('Null list element found where not expected');
        return item.parse(element);
      });
    },
    check: (value, path, report) => {
      if (min !== undefined && value.length < min) {
        report.add(
          shownList(value),
          path,
          `Member must have length greater than or equal to ${min}`,
        );
      }
      if (max !== undefined && value.length > max) {
        report.add(shownList(value), path, `Member must have length less than or equal to ${max}`);
      }
      for (const [index, element] of value.entries()) {
        if (report.isFull) return;
        item.check(element, `${path}.${index + 1}.member`, report);
      }
    },
  };
}

export function structure<F extends Fields>(fields: F): Reader<InputOf<F>> {
  const entries = Object.entries(fields as Readonly<Record<string, unknown>>).map(
    ([name, reader]) => ({ name, shownName: lowerCamel(name), reader: reader as Reader<unknown> }),
  );
  return {
    required: true,
    parse: (raw) => {
      const members = asObject(raw);
      const parsed: Record<string, unknown> = {};
      for (const { name, reader } of entries) {
        const member = Object.hasOwn(members, name) ? members[name] : undefined;
        if (member !== undefined && member !== null) parsed[name] = reader.parse(member);
      }
      return parsed as InputOf<F>;
    },
    check: (value, path, report) => {
      for (const { name, shownName, reader } of entries) {
        if (report.isFull) return;
        const memberPath = path === '' ? shownName : `${path}.${shownName}`;
        const member = (value as Readonly<Record<string, unknown>>)[name];
        if (member !== undefined) reader.check(member, memberPath, report);
        else if (reader.required) report.add(null, memberPath, 'Member must not be null');
      }
    },
  };
}

/** A map of strings to strings, such as tags; keeps `__proto__` and its kind as plain keys. */
export function stringMap(limits: {
  readonly minEntries?: number;
  readonly maxEntries?: number;
  readonly key: { readonly min: number; readonly max: number };
  readonly value: { readonly min: number; readonly max: number };
}): Reader<ReadonlyMap<string, string>> {
  const keyWords = `Map keys must satisfy constraint: [Member must have length less than or equal to ${limits.key.max}, Member must have length greater than or equal to ${limits.key.min}]`;
  const valueWords = `Map value must satisfy constraint: [Member must have length less than or equal to ${limits.value.max}, Member must have length greater than or equal to ${limits.value.min}]`;
  return {
    required: true,
    parse: (raw) => {
      const text = string();
      return new Map(Object.entries(asObject(raw)).map(([key, value]) => [key, text.parse(value)]));
    },
    check: (value, path, report) => {
      const shown = `{${[...value].map(([k, v]) => `${k}=${v}`).join(', ')}}`;
      const fits = (text: string, { min, max }: { min: number; max: number }): boolean =>
        text.length >= min && text.length <= max;
      const entries = { min: limits.minEntries, max: limits.maxEntries };
      checkLength(shown, value.size, entries, path, report);
      if ([...value.keys()].some((key) => !fits(key, limits.key)))
        report.add(shown, path, keyWords);
      if ([...value.values()].some((text) => !fits(text, limits.value))) {
        report.add(shown, path, valueWords);
      }
    },
  };
}

const lowerCamel = (name: string): string =>
  /^[A-Z]+$/.test(name) ? name.toLowerCase() : name.charAt(0).toLowerCase() + name.slice(1);

/** Unlike AWS: a list is shown up to here, so that no answer is larger than its request. */
const MAX_SHOWN_ITEMS = 100;

/** Unlike AWS: a structure is shown as `…`, where AWS shows the name and the address of a Java object. */
const shownList = (items: readonly unknown[]): string =>
  `[${items
    .slice(0, MAX_SHOWN_ITEMS)
    .map((item) => (typeof item === 'string' ? item : '…'))
    .join(', ')}]`;
