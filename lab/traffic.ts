import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import { createConsumer, type Consumer } from '#consumers/client/consumer.ts';
import type { InRecord } from '#consumers/client/record.ts';
import { s3DeadLetter } from '#consumers/client/dead-letter.ts';
import { s3Store } from '#consumers/client/s3-store.ts';
import { createFraudDetector, type Alert } from '#consumers/fraud/detector.ts';
import { runFraud } from '#consumers/fraud/run-fraud.ts';
import { createMonitoring, type Monitoring } from '#consumers/monitoring/monitoring.ts';
import { runMonitoring } from '#consumers/monitoring/run-monitoring.ts';
import { Ledger } from '#pipeline/ledger.ts';
import { decodeRecord, encodeRecord, type LabRecord } from '#pipeline/record.ts';
import type { Topology } from '#pipeline/topology.ts';
import { createProducer } from '#producer/client/producer.ts';
import { produce, type Refused } from '#producer/produce.ts';
import type { Clock } from '#runtime/clock.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import type { InputChoice } from './choose-input.ts';

/** Refused lines that the report quotes; the rest are counted. */
const MAX_QUOTED_REFUSALS = 10;

export interface TrafficOptions {
  readonly kinesis: KinesisClient;
  readonly s3: S3Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly topology: Topology;
  readonly input: InputChoice;
}
