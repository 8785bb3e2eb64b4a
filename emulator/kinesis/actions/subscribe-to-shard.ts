import { EventStream } from '../../wire/action.ts';
import { boolean, optional, structure, timestamp } from '../../wire/input.ts';
import { consumerNotActive, dryRunSucceeded, subscriptionExists } from '../errors.ts';
import { consumerArn, name, positionType, sequenceNumber, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { subscribeRateExceeded } from '../limits/limit-errors.ts';
import { readableShard, referencedConsumer } from '../references.ts';
import { startPosition } from '../start-position.ts';
import { Subscription } from '../subscription.ts';

/** As on AWS: for so long after a call that succeeded, the next one is refused. */
const TAKEOVER_AFTER_MS = 5_000;

const input = {
  ConsumerARN: consumerArn,
  StreamId: streamId,
  ShardId: name,
  StartingPosition: structure({
    Type: positionType,
    SequenceNumber: optional(sequenceNumber),
    Timestamp: optional(timestamp()),
  }),
  DryRun: optional(boolean()),
};

/**
 * Subscribes a consumer to a shard: records are pushed for up to five minutes.
 *
 * As on AWS: within 5 seconds of a successful call another one for the same consumer and shard is
 * refused, later it takes over and the older subscription ends by ResourceInUseException; one call a
 * second and 2 MiB a second for each consumer and shard.
 */
export const subscribeToShard = kinesisAction({
  name: 'SubscribeToShard',
  input,
  run(kinesis, { ConsumerARN, ShardId, StartingPosition, DryRun }, { signal }) {
    const now = kinesis.now();
    const { stream, consumer } = referencedConsumer(kinesis, { ConsumerARN });
    if (consumer.status(now) !== 'ACTIVE') {
      throw consumerNotActive(consumer.name, consumer.createdAtSeconds, stream);
    }
    const shard = readableShard(stream, ShardId, now);
    const { Type, SequenceNumber, Timestamp } = StartingPosition;
    const position = startPosition(
      { type: Type, sequenceNumber: SequenceNumber, timestamp: Timestamp },
      { stream, shard, now, operation: 'SubscribeToShard' },
    );
    // A call that another subscription keeps out counts too.
    const isInRate = kinesis.limits.admitsSubscribe(stream, consumer, shard, now);
    const older = consumer.subscription(shard.index);
    if (older && now - older.startedAt < TAKEOVER_AFTER_MS) {
      throw subscriptionExists(consumer.name, shard.id, stream);
    }
    if (!isInRate) throw subscribeRateExceeded(consumer, shard, stream);
    if (DryRun) throw dryRunSucceeded();

    older?.stop(subscriptionExists(consumer.name, shard.id, stream));
    const subscription = new Subscription({
      clock: kinesis.clock,
      stream,
      shard,
      position,
      signal,
      budget: kinesis.limits.fanOutBudget(),
    });
    consumer.subscribe(shard.index, subscription);
    return new EventStream(subscription.events());
  },
});
