import * as fc from 'fast-check';
import { createEmulator, type WireRequest } from '#emulator/index.ts';
import { writeCbor } from '#emulator/wire/cbor/write-cbor.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { bytesLike } from './inputs.ts';
import type { Target } from './target.ts';

const SHARE = 40;
const JSON_TYPE = 'application/x-amz-json-1.1';
const CBOR_TYPE = 'application/x-amz-cbor-1.1';
const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';

/** None of them makes anything that stays but small records, so that a long run stays a small one. */
const KINESIS_INPUTS: Readonly<Record<string, object>> = {
  DescribeStream: {
    StreamName: 'events',
    Limit: 10,
    ExclusiveStartShardId: 'shardId-000000000000',
  },
  DescribeStreamSummary: { StreamARN: STREAM },
  GetRecords: { ShardIterator: 'AAAAAAAAAAE=', Limit: 10, StreamARN: STREAM },
  GetShardIterator: {
    StreamName: 'events',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'AT_TIMESTAMP',
    Timestamp: 1_767_225_600,
    StartingSequenceNumber: '49546986683135544286507457936321625675700192471156785154',
  },
  ListShards: {
    StreamName: 'events',
    MaxResults: 10,
    NextToken: 'YTBlMjc5OTdmYWxzZQ==',
    ShardFilter: { Type: 'AT_TIMESTAMP', ShardId: 'shardId-000000000000', Timestamp: 1e9 },
  },
  ListStreams: { Limit: 10, NextToken: 'YTBlMjc5OTdmYWxzZQ==', ExclusiveStartStreamName: 'a' },
  PutRecord: { StreamName: 'events', PartitionKey: 'k', Data: 'AAE=', ExplicitHashKey: '0' },
  PutRecords: { StreamName: 'events', Records: [{ PartitionKey: 'k', Data: 'AAE=' }] },
  RegisterStreamConsumer: { StreamARN: STREAM, ConsumerName: 'c', Tags: { a: 'b' }, DryRun: true },
  SplitShard: { StreamName: 'absent', ShardToSplit: '0', NewStartingHashKey: '1' },
  UpdateShardCount: { StreamName: 'absent', TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' },
};

const FIREHOSE_INPUTS: Readonly<Record<string, object>> = {
  DescribeDeliveryStream: { DeliveryStreamName: 'absent', Limit: 1 },
  PutRecord: { DeliveryStreamName: 'absent', Record: { Data: 'AAE=' } },
  PutRecordBatch: { DeliveryStreamName: 'absent', Records: [{ Data: 'AAE=' }] },
  UpdateDestination: {
    DeliveryStreamName: 'absent',
    CurrentDeliveryStreamVersionId: '1',
    DestinationId: 'destinationId-000000000001',
    ExtendedS3DestinationUpdate: { Prefix: '!{timestamp:yyyy}/', BufferingHints: { SizeInMBs: 1 } },
  },
};

const MEANINGFUL = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  '\x9f',
  '\xbf',
  '\xff',
  '\x00',
  '-1',
  '1e99',
];

type Sent = Pick<WireRequest, 'method' | 'path' | 'headers' | 'body'>;

const asked = (service: string, inputs: Readonly<Record<string, object>>): fc.Arbitrary<Sent> =>
  fc.constantFrom(...Object.entries(inputs)).chain(([operation, input]) => {
    const text = JSON.stringify(input);
    const good = [text, writeCbor(input, { Data: 'blob', Timestamp: 'instant' })];
    return fc.record({
      method: fc.constant('POST'),
      path: fc.constant('/'),
      headers: fc.constantFrom(JSON_TYPE, CBOR_TYPE).map((type) => ({
        'x-amz-target': `${service}.${operation}`,
        'content-type': type,
      })),
      body: bytesLike(MEANINGFUL, good),
    });
  });

const HEADERS = [
  'range',
  'if-match',
  'x-amz-checksum-crc32',
  'content-encoding',
  'x-amz-copy-source',
];
const DELETION = '<Delete><Object><Key>a</Key></Object></Delete>';
const CHUNKED = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n';

const askedS3: fc.Arbitrary<Sent> = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'),
  path: fc.oneof(
    fc.constantFrom(
      '/',
      '/lake',
      '/lake/',
      '/lake/key',
      '/lake/%zz',
      '/lake/..%2f',
      '//',
      '/_kinlab/',
    ),
    fc.string({ maxLength: 20 }).map((text) => `/${text}`),
  ),
  headers: fc.dictionary(fc.constantFrom(...HEADERS), fc.string({ maxLength: 20 }), { maxKeys: 3 }),
  body: bytesLike(['<', '>', '/', '\r\n', '0', 'a'], [DELETION, CHUNKED]),
});

const clock = virtualClock();
const random = seededRandom(7);
const emulator = createEmulator({ clock, random, log: silentLog, limits: 'off' });

const post = (target: string, input: object): Sent => ({
  method: 'POST',
  path: '/',
  headers: { 'x-amz-target': target, 'content-type': JSON_TYPE },
  body: Buffer.from(JSON.stringify(input)),
});

const handle = (sent: Sent, query = '') => {
  const { signal } = new AbortController();
  return emulator.handle({ ...sent, query: new URLSearchParams(query), signal });
};

/** A stream and a bucket, so that not every request ends at their absence. */
async function makeThings(): Promise<void> {
  await handle(post('Kinesis_20131202.CreateStream', { StreamName: 'events', ShardCount: 2 }));
  await handle({ method: 'PUT', path: '/lake', headers: {}, body: new Uint8Array() });
  await clock.advance(MADE_MS);
}

const MADE_MS = 1_000;
let made: Promise<void> | undefined;

/** As on AWS: a client's mistake is a client's, told by 4xx; 501 is what is not built. */
async function isToldApart(sent: Sent, query: string): Promise<void> {
  await (made ??= makeThings());
  const response = await handle(sent, query);
  if (response.status >= 500 && response.status !== 501) {
    throw new Error(`${response.status}: ${Buffer.from(response.body as Uint8Array).toString()}`);
  }
}

const requests = (
  name: string,
  input: fc.Arbitrary<Sent>,
  query: fc.Arbitrary<string> = fc.constant(''),
): Target => ({
  name,
  share: SHARE,
  property: fc.asyncProperty(input, query, isToldApart) as unknown as Target['property'],
});

const QUERIES = [
  '',
  'list-type=2',
  'delete',
  'location',
  'uploads',
  'max-keys=-1',
  'continuation-token=AA',
];

/** Whole requests, through everything but the socket. */
export const requestTargets: readonly Target[] = [
  requests('requests to Kinesis', asked('Kinesis_20131202', KINESIS_INPUTS)),
  requests('requests to Firehose', asked('Firehose_20150804', FIREHOSE_INPUTS)),
  requests(
    'requests to S3',
    askedS3,
    fc.oneof(fc.constantFrom(...QUERIES), fc.string({ maxLength: 20 })),
  ),
];
