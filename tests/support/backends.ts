import type { FirehoseClient } from '@aws-sdk/client-firehose';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { createEmulator } from '#emulator/index.ts';
import { firehoseClient, kinesisClient, s3Client, type AwsConnection } from '#runtime/aws.ts';
import { systemClock } from '#runtime/clock.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';

export const backendNames = ['embedded', 'localstack'] as const;
export type BackendName = (typeof backendNames)[number];

/** Something that speaks AWS. The SDK is the port; all a backend adds is a way there and a clock. */
export interface Backend {
  readonly name: BackendName;
  /** Its time is everybody's: `pass` waits, so cases share the wait and run side by side. */
  readonly isRealTime: boolean;
  readonly start: () => Promise<Stack>;
}

export interface Stack {
  readonly kinesis: KinesisClient;
  readonly firehose: FirehoseClient;
  readonly s3: S3Client;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** A little longer than most things are CREATING, and than five calls a second allow. */
  readonly changeMs: number;
  /** The backend's time, in epoch ms. */
  readonly now: () => number;
  /** Lets time pass: instantly on a virtual clock, by waiting on a real one. */
  readonly pass: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const embedded: Backend = {
  name: 'embedded',
  isRealTime: false,
  start: async () => {
    const region = 'eu-west-1';
    const account = '123456789012';
    const clock = virtualClock({ isBusy: () => emulator.isBusy() });
    const random = seededRandom(7);
    const emulator = createEmulator({ clock, random, log: silentLog, region, account });
    const connection = {
      region,
      requestHandler: emulator.requestHandler,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    return {
      ...clientsOf(connection),
      region,
      account,
      changeMs: 250,
      now: clock.now,
      pass: clock.advance,
      close: emulator.close,
    };
  },
};

const localstackAt = (endpoint: string): Backend => ({
  name: 'localstack',
  isRealTime: true,
  start: async () => {
    const region = 'eu-west-1';
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const clients = clientsOf({ region, endpoint, credentials });
    return {
      ...clients,
      region,
      account: '000000000000',
      changeMs: 600,
      now: systemClock.now,
      pass: systemClock.sleep,
      close: async () => Object.values(clients).forEach((client) => client.destroy()),
    };
  },
});

const clientsOf = (connection: AwsConnection) => ({
  kinesis: kinesisClient(connection),
  firehose: firehoseClient(connection),
  s3: s3Client(connection),
});

const localstack = inject('localstack');

/** The embedded emulator, or what the project's global setup has started in its place. */
export const backend: Backend = localstack === undefined ? embedded : localstackAt(localstack);
