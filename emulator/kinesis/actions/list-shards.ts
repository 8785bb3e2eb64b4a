import { integer, optional, string, structure, timestamp } from '../../wire/input.ts';
import { describeShard } from '../describe.ts';
import { streamNotActive, streamNotFound } from '../errors.ts';
import { name, nextToken, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { encodePageToken, readPageToken } from '../page-token.ts';
import { neitherTokenNorStream, tokenAndStream } from '../reading-errors.ts';
import { referencedStream, type StreamReference } from '../references.ts';
import {
  filterShards,
  SHARD_FILTER_TYPES,
  shardsAfter,
  type ShardFilter,
} from '../shard-filter.ts';
import type { Kinesis } from '../state.ts';
import type { Stream } from '../stream.ts';

const LISTING = 'shards';

/** As on AWS: the default, and more are never given. */
const MAX_SHARDS = 1_000;

const input = {
  ...streamReference,
  NextToken: optional(nextToken),
  ExclusiveStartShardId: optional(name),
  MaxResults: optional(integer({ min: 1, max: 10_000 })),
  StreamCreationTimestamp: optional(timestamp()),
  ShardFilter: optional(
    structure({
      Type: string({ enum: SHARD_FILTER_TYPES }),
      ShardId: optional(name),
      Timestamp: optional(timestamp()),
    }),
  ),
};

interface Request extends StreamReference {
  readonly NextToken?: string;
  readonly ExclusiveStartShardId?: string;
  readonly StreamCreationTimestamp?: number;
  readonly ShardFilter?: {
    readonly Type: string;
    readonly ShardId?: string;
    readonly Timestamp?: number;
  };
}

/** What a listing is of, and how far it has come: the same on the first page and on a later one. */
interface Listing {
  readonly stream: Stream;
  readonly filter: ShardFilter;
  /** The last shard already listed. */
  readonly after: string | undefined;
}

/**
 * Lists shards page by page, in the order of their ids.
 *
 * As on AWS: pages of up to 1,000; closed shards are included unless the filter says otherwise;
 * tokens name the stream and die after 300 seconds. Unverified: that a stream in CREATING is
 * answered by ResourceInUseException, and that a token keeps the filter it was made with.
 */
export const listShards = kinesisAction({
  name: 'ListShards',
  input,
  run(kinesis, request) {
    const now = kinesis.now();
    const { stream, filter, after } = listingOf(kinesis, request);
    const status = stream.status(now);
    if (status === 'CREATING') throw streamNotActive(stream, status);

    const shards = shardsAfter(filterShards(stream, filter, now), after);
    const page = shards.slice(0, Math.min(request.MaxResults ?? MAX_SHARDS, MAX_SHARDS));
    const last = page.at(-1);
    const hasMore = shards.length > page.length;
    return {
      Shards: page.map((shard) => describeShard(shard, now)),
      ...(hasMore && last ? { NextToken: tokenOf({ stream, filter, after: last.id }, now) } : {}),
    };
  },
});

function listingOf(kinesis: Kinesis, request: Request): Listing {
  const { NextToken, StreamName, StreamARN } = request;
  const namesStream = StreamName !== undefined || StreamARN !== undefined;
  if (NextToken === undefined) {
    if (!namesStream) throw neitherTokenNorStream();
    return started(kinesis, request);
  }
  if (namesStream) throw tokenAndStream();
  return continued(kinesis, NextToken);
}

function started(kinesis: Kinesis, request: Request): Listing {
  const { ShardFilter, StreamCreationTimestamp: createdAt } = request;
  const stream = referencedStream(kinesis, request);
  if (createdAt !== undefined && !isCreation(stream, createdAt)) throw streamNotFound(stream);
  const filter = {
    type: ShardFilter?.Type ?? 'FROM_TRIM_HORIZON',
    shardId: ShardFilter?.ShardId,
    timestamp: ShardFilter?.Timestamp,
  };
  return { stream, filter, after: request.ExclusiveStartShardId };
}

/** Tells streams of one name apart, as far as whole seconds do. */
const isCreation = (stream: Stream, instant: number): boolean =>
  Math.floor(stream.createdAt / 1_000) === Math.floor(instant / 1_000);

function tokenOf({ stream, filter, after = '' }: Listing, now: number): string {
  const { type, shardId = '', timestamp: instant = '' } = filter;
  return encodePageToken(LISTING, [stream.name, after, type, shardId, String(instant)], now);
}

function continued(kinesis: Kinesis, token: string): Listing {
  const fields = readPageToken(LISTING, token, kinesis.now());
  const [streamName = '', after, type = '', shardId, instant] = fields;
  const filter = { type, shardId, timestamp: instant === '' ? undefined : Number(instant) };
  return { stream: kinesis.stream(streamName), filter, after };
}
