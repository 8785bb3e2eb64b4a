import { parseConsumerArn, parseStreamArn } from './arn.ts';
import type { Consumer } from './consumer.ts';
import * as errors from './errors.ts';
import { invalidResourceArn } from './settings-errors.ts';
import { parseShardId, shardIdOf } from './shard-id.ts';
import type { Shard } from './shard.ts';
import type { Kinesis } from './state.ts';
import type { Stream } from './stream.ts';

/* From the names that a request gives to what they name. */

export interface StreamReference {
  readonly StreamName?: string;
  readonly StreamARN?: string;
}

/**
 * As on AWS: the name, the ARN, or both if they agree. Unverified: that an ARN of another account or
 * region is answered as a stream that does not exist.
 */
export function referencedStream(kinesis: Kinesis, reference: StreamReference): Stream {
  const { StreamName, StreamARN } = reference;
  if (StreamARN === undefined) {
    if (StreamName === undefined) throw errors.streamUnnamed();
    return kinesis.stream(StreamName);
  }
  const arn = parseStreamArn(StreamARN);
  if (!arn) throw errors.invalidStreamArn(StreamARN);
  const { region, account, streamName } = arn;
  if (StreamName !== undefined && StreamName !== streamName) throw errors.streamNamesDisagree();
  if (account !== kinesis.account || region !== kinesis.region) {
    throw errors.streamNotFound({ name: streamName, account });
  }
  return kinesis.stream(streamName);
}

/** A stream that has left CREATING; before that it does not exist for those who put records. */
export function referencedReadyStream(kinesis: Kinesis, reference: StreamReference): Stream {
  const stream = referencedStream(kinesis, reference);
  if (stream.status(kinesis.now()) === 'CREATING') throw errors.streamNotFound(stream);
  return stream;
}

/** For those who change a stream: one change at a time. */
export function referencedActiveStream(kinesis: Kinesis, reference: StreamReference): Stream {
  const stream = referencedStream(kinesis, reference);
  const status = stream.status(kinesis.now());
  if (status !== 'ACTIVE') throw errors.streamNotActive(stream, status);
  return stream;
}

/** For those who add to a stream: it is there, and will be. */
export function referencedLastingStream(kinesis: Kinesis, reference: StreamReference): Stream {
  const stream = referencedStream(kinesis, reference);
  checkLasting(stream, kinesis.now());
  return stream;
}

/** Unverified: that a stream in UPDATING is as good as an ACTIVE one. */
function checkLasting(stream: Stream, now: number): void {
  const status = stream.status(now);
  if (status === 'CREATING' || status === 'DELETING') throw errors.streamNotActive(stream, status);
}

/** For those who change a stream's shards themselves, which AWS does where the mode is ON_DEMAND. */
export function referencedProvisionedStream(
  kinesis: Kinesis,
  reference: StreamReference,
  operation: string,
): Stream {
  const stream = referencedStream(kinesis, reference);
  const isOnDemand = stream.settings.mode.at(kinesis.now()) === 'ON_DEMAND';
  if (isOnDemand) throw errors.needsProvisionedMode(stream, operation);
  return referencedActiveStream(kinesis, reference);
}

/** What may carry tags and a policy. */
export interface Resource {
  readonly tags: Map<string, string>;
  policy: string | undefined;
}

/** As on AWS: a stream's ARN or a consumer's. Unlike AWS: a channel's is unknown. */
export function referencedResource(
  kinesis: Kinesis,
  arn: string,
): { readonly stream: Stream; readonly resource: Resource } {
  if (parseStreamArn(arn)) {
    const stream = referencedStream(kinesis, { StreamARN: arn });
    return { stream, resource: stream.settings };
  }
  if (!parseConsumerArn(arn)) throw invalidResourceArn(arn);
  const { stream, consumer } = consumerOf(kinesis, arn);
  return { stream, resource: consumer };
}

/** Unverified: that a consumer's tags may be changed in any of its own states. */
export function referencedLastingResource(
  kinesis: Kinesis,
  arn: string,
): ReturnType<typeof referencedResource> {
  const found = referencedResource(kinesis, arn);
  checkLasting(found.stream, kinesis.now());
  return found;
}

/** For those who read: unknown, still to come or aged out, it does not exist. */
export function readableShard(stream: Stream, shardId: string, now: number): Shard {
  const shard = findShard(stream, shardId, now);
  if (!shard) throw errors.shardNotInStream(normalised(shardId, stream), stream);
  return shard;
}

/** For those who split and merge. */
export function reshardableShard(stream: Stream, shardId: string, now: number): Shard {
  const shard = findShard(stream, shardId, now);
  if (!shard) throw errors.shardNotFound(normalised(shardId, stream), stream);
  if (!shard.isOpen(now)) throw errors.shardClosed(shard.id, stream);
  return shard;
}

export interface ConsumerReference {
  readonly StreamARN?: string;
  readonly ConsumerName?: string;
  readonly ConsumerARN?: string;
}

export interface StreamConsumer {
  readonly stream: Stream;
  readonly consumer: Consumer;
}

/** As on AWS: the consumer's ARN, or the stream's ARN and the consumer's name, or all three in agreement. */
export function referencedConsumer(kinesis: Kinesis, reference: ConsumerReference): StreamConsumer {
  const { StreamARN, ConsumerName, ConsumerARN } = reference;
  if (ConsumerARN !== undefined) {
    const found = consumerOf(kinesis, ConsumerARN);
    const agrees =
      (ConsumerName === undefined || ConsumerName === found.consumer.name) &&
      (StreamARN === undefined || StreamARN === found.stream.arn);
    if (!agrees) throw errors.consumerNamesDisagree();
    return found;
  }
  if (StreamARN === undefined || ConsumerName === undefined) throw errors.consumerUnnamed();
  const stream = referencedStream(kinesis, { StreamARN });
  const consumer = stream.consumer(ConsumerName, kinesis.now());
  if (!consumer) throw errors.consumerNotFound(ConsumerName, stream);
  return { stream, consumer };
}

function consumerOf(kinesis: Kinesis, text: string): StreamConsumer {
  const arn = parseConsumerArn(text);
  if (!arn) throw errors.consumerNamesDisagree();
  const { region, account, streamName, consumerName, createdAtSeconds } = arn;
  if (account !== kinesis.account || region !== kinesis.region) {
    throw errors.streamNotFound({ name: streamName, account });
  }
  const stream = kinesis.stream(streamName);
  const consumer = stream.consumer(consumerName, kinesis.now());
  if (consumer?.createdAtSeconds !== createdAtSeconds) {
    throw errors.consumerNotFound(consumerName, stream);
  }
  return { stream, consumer };
}

function findShard(stream: Stream, shardId: string, now: number): Shard | undefined {
  const index = parseShardId(shardId);
  return index === undefined ? undefined : stream.shard(index, now);
}

/** As on AWS: answers carry a shard's full id. An id that is none is answered by its own error. */
function normalised(shardId: string, stream: Stream): string {
  const index = parseShardId(shardId);
  if (index === undefined) throw errors.shardNotFound(shardId, stream);
  return shardIdOf(index);
}
