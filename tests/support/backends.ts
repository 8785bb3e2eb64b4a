import type { FirehoseClient } from '@aws-sdk/client-firehose';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import { createEmulator } from '#emulator/index.ts';
import { firehoseClient, kinesisClient, s3Client } from '#runtime/aws.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';

export const backendNames = ['embedded'] as const;
export type BackendName = (typeof backendNames)[number];

/** Something that speaks AWS. The SDK is the port; all a backend adds is a way there and a clock. */
export interface Backend {
  readonly name: BackendName;
  readonly start: () => Promise<Stack>;
}

export interface Stack {
  readonly kinesis: KinesisClient;
  readonly firehose: FirehoseClient;
  readonly s3: S3Client;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** The backend's time, in epoch ms. */
  readonly now: () => number;
  /** Lets time pass: instantly on a virtual clock, by waiting on a real one. */
  readonly pass: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const embedded: Backend = {
  name: 'embedded',
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
      kinesis: kinesisClient(connection),
      firehose: firehoseClient(connection),
      s3: s3Client(connection),
      region,
      account,
      now: clock.now,
      pass: clock.advance,
      close: emulator.close,
    };
  },
};

export const backends: readonly Backend[] = [embedded];
