import { FirehoseClient } from '@aws-sdk/client-firehose';
import { IAMClient } from '@aws-sdk/client-iam';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';

/** Clients of AWS itself, in one region. */
export interface AccountClients {
  readonly kinesis: KinesisClient;
  /** For SubscribeToShard alone: AWS serves it over HTTP/2. */
  readonly fanOut: KinesisClient;
  readonly firehose: FirehoseClient;
  readonly s3: S3Client;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

const CONNECT_WITHIN_MS = 5_000;
const ANSWER_WITHIN_MS = 30_000;

/**
 * Clients that can reach AWS only: whatever endpoint a variable or a profile names is ignored.
 * Credentials are the SDK's to find, and so is the region where none is given.
 */
export function accountClients(region: string | undefined): AccountClients {
  const common = {
    ...(region === undefined ? {} : { region }),
    // As everywhere: a hidden retry multiplies duplicates and waits on a timer that no clock owns.
    maxAttempts: 1,
    ignoreConfiguredEndpointUrls: true,
  };
  const overHttp1 = {
    ...common,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_WITHIN_MS,
      requestTimeout: ANSWER_WITHIN_MS,
      httpsAgent: { keepAlive: true, maxSockets: 128 },
    }),
  };
  // One session for each subscription, so that a slow reader holds up no other.
  const overHttp2 = new NodeHttp2Handler({ disableConcurrentStreams: true });
  return {
    kinesis: new KinesisClient(overHttp1),
    fanOut: new KinesisClient({ ...common, requestHandler: overHttp2 }),
    firehose: new FirehoseClient(overHttp1),
    s3: new S3Client(overHttp1),
    iam: new IAMClient(overHttp1),
    sts: new STSClient(overHttp1),
  };
}
