import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

type Logger = NonNullable<KinesisClientConfig['logger']>;

export type RequestHandler = NonNullable<KinesisClientConfig['requestHandler']>;

/** Where AWS is for this process: an endpoint, an in-process emulator, or (neither) AWS itself. */
export interface AwsConnection {
  readonly region: string;
  /** Absent: the SDK's own resolution, that is AWS or what `AWS_ENDPOINT_URL` says. */
  readonly endpoint?: string;
  /** An emulator in this process; requests to it are not signed. Absent: HTTP/1.1 with keep-alive. */
  readonly requestHandler?: RequestHandler;
  /** Absent: the SDK's own chain of credential providers. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * The SDK's own retries are off everywhere (`maxAttempts: 1`): a hidden retry multiplies duplicates,
 * hides partial failures and waits on a timer that our clocks do not own. We retry in `retry.ts`.
 */
const NO_HIDDEN_RETRIES = 1;

/**
 * HTTP/1.1 with keep-alive instead of the SDK's default, which opens an HTTP/2 session for each
 * request (aws-sdk-js-v3 issue 8279).
 */
export const kinesisClient = (connection: AwsConnection): KinesisClient =>
  new KinesisClient({ ...common(connection), requestHandler: handlerOf(connection) });

export const firehoseClient = (connection: AwsConnection): FirehoseClient =>
  new FirehoseClient({ ...common(connection), requestHandler: handlerOf(connection) });

export const s3Client = (connection: AwsConnection): S3Client =>
  new S3Client({
    ...common(connection),
    requestHandler: handlerOf(connection),
    forcePathStyle: connection.endpoint !== undefined || connection.requestHandler !== undefined,
  });

const handlerOf = ({ requestHandler }: AwsConnection): RequestHandler =>
  requestHandler ?? new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: 128 } });

/** In process nobody checks a signature, and making one costs more than the rest of a small request. */
const UNSIGNED: NonNullable<KinesisClientConfig['signer']> = {
  sign: (request) => Promise.resolve(request),
};

const ignore = (): void => {};

/**
 * The SDK prepares a copy of every output for a logger that has `info`, even if it then logs nothing;
 * one without spares each record that walk.
 */
const NO_INFO = { trace: ignore, debug: ignore, warn: ignore, error: ignore } as unknown as Logger;

const common = ({ region, endpoint, credentials, requestHandler }: AwsConnection) => ({
  region,
  maxAttempts: NO_HIDDEN_RETRIES,
  logger: NO_INFO,
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(credentials === undefined ? {} : { credentials }),
  ...(requestHandler === undefined ? {} : { signer: UNSIGNED }),
});
