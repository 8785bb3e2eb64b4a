import { type Clock, systemClock } from '#runtime/clock.ts';
import { type Codec, json } from '#runtime/codec.ts';
import { type Random, seededRandom } from '#runtime/random.ts';
import { MAX_SLEEP_MS } from './alarm.ts';
import type { PutsRecords } from './put-all.ts';
import type { StreamRef } from './put-all.ts';
import type { ProducerOptions } from './types.ts';

const MIB = 1_048_576;

/** Every number there is to set: what it is unless set, and between what it may be. */
const NUMBERS = {
  batch: {
    // As on AWS: at most 500 records and 10 MiB. Half of that by default, because emulators and
    // older endpoints stop at 5 MiB.
    maxRecords: { unlessSet: 500, min: 1, max: 500 },
    maxBytes: { unlessSet: 5 * MIB, min: 1, max: 10 * MIB },
    lingerMs: { unlessSet: 50, min: 0, max: MAX_SLEEP_MS },
  },
  buffer: {
    maxRecords: { unlessSet: 10_000, min: 1, max: Infinity },
    maxBytes: { unlessSet: 64 * MIB, min: 1, max: Infinity },
  },
  retry: {
    deadlineMs: { unlessSet: 30_000, min: 1, max: Infinity },
    baseMs: { unlessSet: 50, min: 1, max: MAX_SLEEP_MS },
    maxMs: { unlessSet: 5_000, min: 1, max: MAX_SLEEP_MS },
    requestTimeoutMs: { unlessSet: 10_000, min: 1, max: MAX_SLEEP_MS },
  },
  own: { maxInFlight: { unlessSet: 8, min: 1, max: 128 } },
} as const;

/** The options with everything filled in. */
export interface Settings<T> {
  readonly stream: StreamRef;
  readonly client: PutsRecords;
  readonly codec: Codec<T>;
  readonly keepsOrder: boolean;
  readonly batch: Numbers<'batch'>;
  readonly buffer: Numbers<'buffer'>;
  readonly retry: Numbers<'retry'>;
  readonly maxInFlight: number;
  readonly clock: Clock;
  readonly random: Random;
}

type Numbers<Group extends keyof typeof NUMBERS> = Readonly<
  Record<keyof (typeof NUMBERS)[Group], number>
>;

/** Throws RangeError for a number that cannot be meant. */
export function settingsOf<T>(options: ProducerOptions<T>): Settings<T> {
  const { stream, client, codec = json<T>(), ordering = 'key', clock = systemClock } = options;
  const { maxInFlight } = options;
  return {
    stream,
    client,
    codec,
    keepsOrder: ordering === 'key',
    batch: numbersOf('batch', options.batch),
    buffer: numbersOf('buffer', options.buffer),
    retry: numbersOf('retry', options.retry),
    maxInFlight: numbersOf('own', { maxInFlight }).maxInFlight,
    clock,
    random: options.random ?? seededRandom(clock.now()),
  };
}

function numbersOf<Group extends keyof typeof NUMBERS>(
  group: Group,
  given: Readonly<Partial<Record<keyof (typeof NUMBERS)[Group], number | undefined>>> | undefined,
): Numbers<Group> {
  const values: Readonly<Record<string, number | undefined>> = given ?? {};
  const filled = Object.entries(NUMBERS[group]).map(([name, { unlessSet, min, max }]) => {
    const value = values[name] ?? unlessSet;
    if (value >= min && value <= max) return [name, value];
    throw new RangeError(`${name} must be between ${min} and ${max}, not ${value}`);
  });
  return Object.fromEntries(filled) as Numbers<Group>;
}
