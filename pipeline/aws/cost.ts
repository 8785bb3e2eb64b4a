/** What the lab does in an hour that AWS puts a price on. */
export interface Load {
  readonly shards: number;
  readonly recordsPerSecond: number;
  readonly recordBytes: number;
  /** Consumers with enhanced fan-out; polling is free. */
  readonly fanOutConsumers: number;
  readonly bufferSeconds: number;
  readonly bufferMiB: number;
  /** Writes of checkpoints. */
  readonly statePutsPerHour: number;
}

export interface CostLine {
  readonly what: string;
  readonly amount: number;
  readonly unit: string;
  readonly usdPerUnit: number;
  readonly usd: number;
}

/** List prices of us-east-1 in US$. Unverified: those of fan-out, Firehose and S3; other regions differ. */
const USD = {
  shardHour: 0.015,
  millionPutUnits: 0.014,
  fanOutShardHour: 0.015,
  fanOutGb: 0.013,
  firehoseGb: 0.029,
  thousandS3Puts: 0.005,
};

const GB = 1_073_741_824;
const MIB = 1_048_576;
/** As on AWS: a put is charged by the 25 KB it begins, for each record. */
const PUT_UNIT_BYTES = 25 * 1_024;
/** As on AWS: Firehose charges each record by the 5 KB it begins. */
const FIREHOSE_UNIT_BYTES = 5 * 1_024;

/** What an hour costs, line by line; what is not worth a cent (storage, reads of objects) is left out. */
export function costPerHour(load: Load): readonly CostLine[] {
  const { shards, recordBytes, fanOutConsumers } = load;
  const records = load.recordsPerSecond * 3_600;
  const putUnits = records * Math.ceil(recordBytes / PUT_UNIT_BYTES);
  const firehoseBytes =
    records * Math.ceil(recordBytes / FIREHOSE_UNIT_BYTES) * FIREHOSE_UNIT_BYTES;
  return [
    line('shards of the stream', shards, 'shard-hours', USD.shardHour),
    line('puts', putUnits / 1e6, 'million units of 25 KB', USD.millionPutUnits),
    line(
      'enhanced fan-out, by time',
      shards * fanOutConsumers,
      'consumer-shard-hours',
      USD.fanOutShardHour,
    ),
    line(
      'enhanced fan-out, by volume',
      (records * recordBytes * fanOutConsumers) / GB,
      'GB',
      USD.fanOutGb,
    ),
    line('Firehose, each record as 5 KB', firehoseBytes / GB, 'GB', USD.firehoseGb),
    line(
      'objects and checkpoints written',
      (objectsPerHour(load) + load.statePutsPerHour) / 1_000,
      'thousand puts',
      USD.thousandS3Puts,
    ),
  ];
}

export const totalUsd = (lines: readonly CostLine[]): number =>
  lines.reduce((sum, { usd }) => sum + usd, 0);

/** By the trigger that comes first; an interval of zero seconds delivers about once a second. */
function objectsPerHour({ bufferSeconds, bufferMiB, recordsPerSecond, recordBytes }: Load): number {
  const byInterval = 3_600 / Math.max(bufferSeconds, 1);
  const bySize = (recordsPerSecond * recordBytes * 3_600) / (bufferMiB * MIB);
  return Math.max(byInterval, bySize);
}

const line = (what: string, amount: number, unit: string, usdPerUnit: number): CostLine => ({
  what,
  amount,
  unit,
  usdPerUnit,
  usd: amount * usdPerUnit,
});
