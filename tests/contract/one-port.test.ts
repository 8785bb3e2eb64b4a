import { FirehoseClient, ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, startServer, type Emulator, type Server } from '#emulator/index.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock, type VirtualClock } from '#runtime/virtual-clock.ts';

/** Longer than a stream or consumer takes to become ACTIVE. */
const CHANGE_MS = 1_000;

let clock: VirtualClock;
let emulator: Emulator;
let server: Server;

beforeAll(async () => {
  clock = virtualClock({ isBusy: () => emulator.isBusy() });
  // A socket's matter, so no call is one too many here.
  const limits = 'off';
  emulator = createEmulator({ clock, random: seededRandom(7), log: silentLog, limits });
  server = await startServer({ handle: emulator.handle, port: 0, log: silentLog });
});

afterAll(async () => {
  await server.close();
  await emulator.close();
});

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

const ways = [
  { way: 'HTTP/1.1', connection: () => overSockets(new NodeHttpHandler()) },
  { way: 'HTTP/2', connection: () => overSockets(new NodeHttp2Handler()) },
  { way: 'in-process', connection: () => ({ requestHandler: emulator.requestHandler }) },
];

describe.each(ways)('$way', ({ way, connection }) => {
  const name = way.replaceAll(/[^\w]/g, '-').toLowerCase();

  it('reaches all three services', async () => {
    const { kinesis, firehose, s3 } = clientsOf(connection());
    await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toContain(name);
    expect((await firehose.send(new ListDeliveryStreamsCommand({}))).DeliveryStreamNames).toEqual(
      [],
    );

    const Bucket = `bucket-${name.replaceAll('_', '-')}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a b/\u00fc', Body: 'hello' }));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['a b/\u00fc']);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a b/\u00fc' }));
    expect(await Body?.transformToString()).toBe('hello');
  });

  it('gives the errors of AWS their types and their request ids', async () => {
    const { kinesis, firehose, s3 } = clientsOf(connection());
    const missing = [
      kinesis.send(new DescribeStreamSummaryCommand({ StreamName: 'none' })),
      s3.send(new GetObjectCommand({ Bucket: 'bucket-none', Key: 'k' })),
      firehose.send(new ListDeliveryStreamsCommand({ Limit: 0 })),
    ];
    const errors = await Promise.all(missing.map((call) => call.catch((error: unknown) => error)));
    expect(errors).toMatchObject([
      { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 400 } },
      { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } },
      { name: 'ValidationException', $metadata: { httpStatusCode: 400 } },
    ]);
    for (const error of errors) {
      expect(error).toMatchObject({ $metadata: { requestId: expect.any(String) as string } });
    }
  });

  it('pushes to a subscriber, and hears that it has left', async () => {
    const { kinesis } = clientsOf(connection());
    const StreamName = `${name}-pushed`;
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await clock.advance(CHANGE_MS);
    const leave = new AbortController();
    const EventStream = await subscribe(kinesis, StreamName, leave.signal);

    await kinesis.send(
      new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('trout') }),
    );
    const texts: string[] = [];
    const reading = (async () => {
      for await (const { SubscribeToShardEvent } of EventStream) {
        for (const { Data } of SubscribeToShardEvent?.Records ?? []) {
          texts.push(Buffer.from(Data ?? []).toString());
          leave.abort();
        }
      }
    })();
    // Over HTTP/2 the SDK ends the events when it aborts, otherwise it throws.
    await reading.catch(() => {});
    expect(texts).toEqual(['trout']);
  });
});

describe('the default client of Kinesis', () => {
  it('opens a session for each of 200 calls, none of which fails or stays', async () => {
    const kinesis = new KinesisClient({ ...overSockets(undefined), maxAttempts: 1 });
    for (let call = 0; call < 200; call++) await kinesis.send(new ListStreamsCommand({}));
    await untilFew();
    kinesis.destroy();
  });
});

/** Node's own view: a connection that is not released stays here. */
async function untilFew(): Promise<void> {
  const open = (): number =>
    process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
  while (open() > 20) await new Promise((resolve) => setImmediate(resolve));
}

async function subscribe(kinesis: KinesisClient, StreamName: string, abortSignal: AbortSignal) {
  const { StreamDescriptionSummary } = await kinesis.send(
    new DescribeStreamSummaryCommand({ StreamName }),
  );
  const { Consumer } = await kinesis.send(
    new RegisterStreamConsumerCommand({
      StreamARN: StreamDescriptionSummary?.StreamARN,
      ConsumerName: 'angler',
    }),
  );
  await clock.advance(CHANGE_MS);
  const { EventStream } = await kinesis.send(
    new SubscribeToShardCommand({
      ConsumerARN: Consumer?.ConsumerARN,
      ShardId: 'shardId-000000000000',
      StartingPosition: { Type: 'TRIM_HORIZON' },
    }),
    { abortSignal },
  );
  if (!EventStream) throw new Error('no event stream');
  return EventStream;
}

type Handler = NodeHttpHandler | NodeHttp2Handler | undefined;

const overSockets = (requestHandler: Handler) => ({
  endpoint: server.endpoint,
  region: 'us-east-1',
  credentials: CREDENTIALS,
  ...(requestHandler && { requestHandler }),
});

function clientsOf(connection: object) {
  const config = { region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 1, ...connection };
  return {
    kinesis: new KinesisClient(config),
    firehose: new FirehoseClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
  };
}
