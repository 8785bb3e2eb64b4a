import type { Load } from '#pipeline/aws/cost.ts';
import { DEFAULT_RATE } from '../traffic/choose-input.ts';
import type { Settings } from '../settings/settings.ts';

/** As on AWS: what a shard takes. */
const RECORDS_PER_SHARD_SECOND = 1_000;

/** A payment, an earthquake or a flight as JSON, rounded up. */
const BUILT_IN_RECORD_BYTES = 300;
/** Of a file nobody has read yet. */
const OTHER_RECORD_BYTES = 1_024;

/** Each consumer writes how far it is this often, for each shard. */
const CHECKPOINTS_PER_HOUR = 360;
const CONSUMERS = 2;

type LoadSettings = Pick<Settings, 'input' | 'rate' | 'shards' | 'bufferSeconds' | 'bufferMib'>;

/** What an hour of the lab does on AWS, at most: input without a rate may fill the shards. */
export function loadOf({ input, rate, shards, bufferSeconds, bufferMib }: LoadSettings): Load {
  const isBuiltIn = ['payments', 'earthquakes', 'flights'].includes(input);
  return {
    shards,
    recordsPerSecond: rate ?? (isBuiltIn ? DEFAULT_RATE : RECORDS_PER_SHARD_SECOND * shards),
    recordBytes: isBuiltIn ? BUILT_IN_RECORD_BYTES : OTHER_RECORD_BYTES,
    fanOutConsumers: 1,
    bufferSeconds,
    bufferMiB: bufferMib,
    statePutsPerHour: CHECKPOINTS_PER_HOUR * CONSUMERS * shards,
  };
}
