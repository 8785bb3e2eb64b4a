import { hostname } from 'node:os';
import { systemClock } from '#runtime/clock.ts';
import { json } from '#runtime/codec.ts';
import { UsageError } from '#runtime/errors.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom, type Random } from '#runtime/random.ts';
import type { ConsumerOptions, FailurePolicy, LeaseOptions } from './options.ts';
import type { FailureRules } from './failure-policy.ts';

const POLL_EVERY_MS = 1_000;
const CHECKPOINT_EVERY_MS = 10_000;
const MAX_BATCH_RECORDS = 500;
const MEMORY_BYTES = 128 * 1024 * 1024;
const ATTEMPTS = 5;
const LEASE: LeaseSettings = {
  ttlMs: 30_000,
  heartbeatMs: 10_000,
  maxShards: Number.POSITIVE_INFINITY,
};

export type LeaseSettings = Required<LeaseOptions>;

/** The options with everything filled in. Throws UsageError, all problems at once. */
export function settingsOf<T>(options: ConsumerOptions<T>) {
  const settings = {
    ...options,
    ...surroundingsOf(options),
    ...readingOf(options),
    ...numbersOf(options),
    log: (options.log ?? silentLog).child({ group: options.group }),
    fanOutClient: options.fanOutClient ?? options.client,
    codec: options.codec ?? json<T>(),
    rules: rulesOf(options.failure),
    lease: { ...LEASE, ...options.lease },
  };
  const problems = problemsOf(settings);
  if (problems.length > 0) throw new UsageError(problems);
  return settings;
}

export type Settings<T> = ReturnType<typeof settingsOf<T>>;

function surroundingsOf<T>(options: ConsumerOptions<T>) {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? unseeded(clock.now());
  const workerId = options.workerId ?? `${hostname()}/${process.pid}`;
  // A seed may be used again, even at the same moment elsewhere; this must not be.
  const incarnation = `${workerId}/${clock.now()}/${random.uuid()}`;
  return { clock, random, workerId, incarnation };
}

const readingOf = <T>({ from, read, onTrimmed }: ConsumerOptions<T>) => ({
  from: from ?? ('earliest' as const),
  read: read ?? ('polling' as const),
  onTrimmed: onTrimmed ?? ('fail' as const),
});

const numbersOf = <T>(options: ConsumerOptions<T>) => ({
  pollEveryMs: options.poll?.everyMs ?? POLL_EVERY_MS,
  maxRecords: options.batch?.maxRecords ?? MAX_BATCH_RECORDS,
  memoryBytes: options.memoryBytes ?? MEMORY_BYTES,
  checkpointEveryMs: options.checkpoint?.everyMs ?? CHECKPOINT_EVERY_MS,
});

const rulesOf = ({ attempts, maxAgeMs, bisect }: FailurePolicy = {}): FailureRules => ({
  attempts: attempts ?? ATTEMPTS,
  maxAgeMs: maxAgeMs ?? Number.POSITIVE_INFINITY,
  bisect: bisect ?? true,
});

/** Jitter and names need to differ, not to be unguessable. */
const unseeded = (now: number): Random => seededRandom((now ^ (process.pid << 16)) | 0);

/** As on AWS: what a registered consumer may be called. Also keeps groups apart in the store. */
const GROUP = /^[a-zA-Z0-9_.-]{1,128}$/;

/** It is part of a key in the store. */
const WORKER_ID = /^[a-zA-Z0-9_.:/-]{1,256}$/;

interface Checked {
  readonly group: string;
  readonly workerId: string;
  readonly from: 'latest' | 'earliest' | Date;
  readonly clock: { readonly now: () => number };
  readonly pollEveryMs: number;
  readonly maxRecords: number;
  readonly memoryBytes: number;
  readonly checkpointEveryMs: number;
  readonly rules: FailureRules;
  readonly lease: LeaseSettings;
}

function problemsOf(checked: Checked): string[] {
  const { group, workerId, from, clock, rules, lease, ...numbers } = checked;
  const problems: string[] = [];
  if (!WORKER_ID.test(workerId)) {
    problems.push(`workerId: '${workerId}' must match ${WORKER_ID.source}`);
  }
  // Fewer signs of life would let one late answer look like death.
  if (!(lease.heartbeatMs <= lease.ttlMs / 3)) {
    problems.push('lease.heartbeatMs: must be a third of lease.ttlMs at most');
  }
  if (!GROUP.test(group)) problems.push(`group: '${group}' must match ${GROUP.source}`);
  if (from instanceof Date && !(from.getTime() <= clock.now())) {
    problems.push('from: must not lie in the future');
  }
  const positive = {
    'poll.everyMs': numbers.pollEveryMs,
    'batch.maxRecords': numbers.maxRecords,
    memoryBytes: numbers.memoryBytes,
    'checkpoint.everyMs': numbers.checkpointEveryMs,
    'failure.attempts': rules.attempts,
    'lease.heartbeatMs': lease.heartbeatMs,
    'lease.maxShards': lease.maxShards,
  };
  for (const [name, value] of Object.entries(positive)) {
    if (!(value >= 1)) problems.push(`${name}: ${value} must be at least 1`);
  }
  return problems;
}
