import { invalidArgument, notOffered } from './errors.ts';

/** Writes a date, whose UTC fields are taken as the local time, in the shape of a pattern. */
export type DateFormat = (local: Date) => string;

/**
 * Compiles the pattern of `!{timestamp:…}`.
 *
 * As on AWS: the letters are those of Java's DateTimeFormatter, text in single quotes stands for
 * itself, two single quotes for one.
 * Unlike AWS: week-based years (`YYYY`), eras, quarters and time zone names are refused when the
 * destination is configured; English names only.
 */
export function compileDatePattern(pattern: string): DateFormat {
  const tokens = [...pattern.matchAll(TOKEN)];
  const consumed = tokens.reduce((length, [text]) => length + text.length, 0);
  if (consumed !== pattern.length) {
    throw invalidArgument(`Invalid timestamp pattern, a quote is not closed: ${pattern}`);
  }
  const parts = tokens.map(compileToken);
  return (local) => parts.map((part) => part(local)).join('');
}

/** Quoted text, a run of one letter, or anything else. */
const TOKEN = /'(?<quoted>(?:[^']|'')*)'|(?<run>(?<letter>[A-Za-z])\k<letter>*)|[^A-Za-z']+/g;

function compileToken(token: RegExpExecArray): DateFormat {
  const [text] = token;
  const { quoted, letter } = token.groups ?? {};
  if (quoted !== undefined) {
    const literal = quoted === '' ? "'" : quoted.replaceAll("''", "'");
    return () => literal;
  }
  if (letter !== undefined) return compileField(letter, text.length);
  if (/[[\]{}#]/.test(text)) {
    throw invalidArgument(`Invalid timestamp pattern, reserved character in: ${text}`);
  }
  return () => text;
}

function compileField(letter: string, count: number): DateFormat {
  const field = FIELDS.get(letter);
  if (!field) throw notOffered(`the letter ${letter} in timestamp patterns`);
  if (count > field.longest) {
    throw invalidArgument(`Invalid timestamp pattern, too many letters: ${letter.repeat(count)}`);
  }
  return (local) => field.write(local, count);
}

interface Field {
  /** How often the letter may repeat. */
  readonly longest: number;
  readonly write: (local: Date, count: number) => string;
}

const padded = (value: number, count: number): string => String(value).padStart(count, '0');

const number = (longest: number, read: (local: Date) => number): Field => ({
  longest,
  write: (local, count) => padded(read(local), count),
});

/** One to three letters shorten, four spell out, five leave the initial. */
const named = (names: readonly string[], index: number, count: number): string => {
  const name = names[index] ?? '';
  if (count === 4) return name;
  return name.slice(0, count === 5 ? 1 : 3);
};

const year: Field = {
  longest: 9,
  write: (local, count) =>
    count === 2 ? padded(local.getUTCFullYear() % 100, 2) : padded(local.getUTCFullYear(), count),
};

const month: Field = {
  longest: 5,
  write: (local, count) =>
    count <= 2 ? padded(local.getUTCMonth() + 1, count) : named(MONTHS, local.getUTCMonth(), count),
};

const weekday: Field = {
  longest: 5,
  write: (local, count) => named(WEEKDAYS, local.getUTCDay(), count),
};

const fraction: Field = {
  longest: 9,
  write: (local, count) => padded(local.getUTCMilliseconds(), 3).padEnd(9, '0').slice(0, count),
};

const halfOfDay: Field = {
  longest: 1,
  write: (local) => (local.getUTCHours() < 12 ? 'AM' : 'PM'),
};

const DAY_MS = 86_400_000;

const dayOfYear = (local: Date): number => {
  const yearBegan = Date.UTC(local.getUTCFullYear(), 0, 1);
  return Math.floor((local.getTime() - yearBegan) / DAY_MS) + 1;
};

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const FIELDS: ReadonlyMap<string, Field> = new Map([
  ['y', year],
  ['u', year],
  ['M', month],
  ['L', month],
  ['d', number(2, (local) => local.getUTCDate())],
  ['D', number(3, dayOfYear)],
  ['E', weekday],
  ['a', halfOfDay],
  ['H', number(2, (local) => local.getUTCHours())],
  ['k', number(2, (local) => local.getUTCHours() || 24)],
  ['K', number(2, (local) => local.getUTCHours() % 12)],
  ['h', number(2, (local) => local.getUTCHours() % 12 || 12)],
  ['m', number(2, (local) => local.getUTCMinutes())],
  ['s', number(2, (local) => local.getUTCSeconds())],
  ['S', fraction],
]);
