import type { ConsumerStatus, ShardDescription } from '#pipeline/status.ts';
import type { Statuses } from './statuses.ts';
import type { Story } from './messages.ts';
import type { FaultKindView } from './view.ts';

/** A story, and when it happened if that is known better than by when it was noticed. */
export type Told = Story & { readonly at?: number };

/** What happened between two rounds, as far as their difference shows it. */
export function storiesBetween(
  before: Statuses | undefined,
  after: Statuses,
  faultKinds: readonly FaultKindView[],
): Told[] {
  const told: Told[] = [
    ...(after.firehose?.deliveries ?? []).map(({ records, trigger, deliveredAt }): Told => ({
      kind: 'delivered',
      records,
      trigger,
      at: deliveredAt,
    })),
    ...after.consumers.flatMap(({ alerts }) =>
      alerts.map(({ key, why, at }): Told => ({ kind: 'alert', key, why, at })),
    ),
  ];
  if (!before) return told;
  return [
    ...told,
    ...clockStories(before, after),
    ...reshardStories(before.stream.shards, after.stream.shards),
    ...after.consumers.flatMap((consumer, at) => consumerStories(before.consumers[at], consumer)),
    ...after.consumers.flatMap((_, at) => drainedStories(before, after, at)),
    ...faultStories(before, after, faultKinds),
    ...bucketStories(before, after),
  ];
}

function clockStories({ clock: before }: Statuses, { clock: after }: Statuses): Story[] {
  const stories: Story[] = [];
  if (before.speed !== after.speed) stories.push({ kind: 'speed', speed: after.speed });
  if (before.isPaused !== after.isPaused) {
    stories.push({ kind: after.isPaused ? 'paused' : 'resumed' });
  }
  return stories;
}

/** The parent is told of with its children: AWS lists them at the same moment. */
function reshardStories(
  before: readonly ShardDescription[],
  after: readonly ShardDescription[],
): Story[] {
  const known = new Set(before.map(({ shardId }) => shardId));
  const fresh = after.filter(({ shardId }) => !known.has(shardId));
  const merged = fresh.flatMap(({ shardId, parentIds }): Story[] =>
    parentIds.length > 1 ? [{ kind: 'merged', parents: parentIds, child: shardId }] : [],
  );
  const parents = new Set(
    fresh.flatMap(({ parentIds }) => (parentIds.length === 1 ? parentIds : [])),
  );
  const split = [...parents].map((parent): Story => {
    const children = fresh.filter(({ parentIds }) => parentIds[0] === parent);
    return { kind: 'split', parent, children: children.map(({ shardId }) => shardId) };
  });
  return [...split, ...merged];
}

function consumerStories(before: ConsumerStatus | undefined, after: ConsumerStatus): Story[] {
  if (!before) return [];
  const { name: consumer, state, slowMs } = after;
  const stories: Story[] = [];
  if (state === 'killed' && before.state !== 'killed') stories.push({ kind: 'killed', consumer });
  if (state !== 'killed' && before.state === 'killed') stories.push({ kind: 'started', consumer });
  if (slowMs !== before.slowMs) stories.push({ kind: 'slowed', consumer, slowMs });
  return stories;
}

/** A consumer leaves a shard that was closed when it has read it to its end. */
function drainedStories(before: Statuses, after: Statuses, at: number): Story[] {
  const consumer = after.consumers[at]?.name ?? '';
  const known = new Set(before.stream.shards.map(({ shardId }) => shardId));
  const wasLeft = new Set(leftBy(before.consumers[at], before.stream.shards));
  if (before.consumers[at]?.state !== 'running') return [];
  return leftBy(after.consumers[at], after.stream.shards)
    .filter((shardId) => known.has(shardId) && !wasLeft.has(shardId))
    .map((shardId): Story => ({ kind: 'drained', consumer, shardId }));
}

function leftBy(
  consumer: ConsumerStatus | undefined,
  shards: readonly ShardDescription[],
): string[] {
  if (!consumer || consumer.isAway || consumer.state !== 'running') return [];
  const read = new Set(consumer.shards.map(({ shardId }) => shardId));
  return shards.flatMap(({ shardId, isOpen }) => (isOpen || read.has(shardId) ? [] : [shardId]));
}

function faultStories(
  { faults: before }: Statuses,
  { faults: after, clock }: Statuses,
  kinds: readonly FaultKindView[],
): Story[] {
  const isActive = (active: typeof after.active, name: string): boolean =>
    active.some((fault) => fault.name === name);
  const begun = after.active
    .filter(({ name }) => !isActive(before.active, name))
    .map(({ name, endsAt }): Story => {
      const seconds = Math.round((endsAt - clock.now) / 1_000);
      return { kind: 'fault-on', name, seconds };
    });
  const met = Object.entries(after.hits).flatMap(([name, hits]): Story[] => {
    const count = hits - (before.hits[name] ?? 0);
    const code = kinds.find((kind) => kind.name === name)?.code ?? '';
    return count > 0 ? [{ kind: 'refused', name, code, count }] : [];
  });
  const ended = before.active
    .filter(({ name }) => !isActive(after.active, name))
    .map(({ name }): Story => ({ kind: 'fault-off', name, hits: after.hits[name] ?? 0 }));
  return [...begun, ...met, ...ended];
}

function bucketStories({ firehose: before }: Statuses, { firehose: after }: Statuses): Story[] {
  if (!before?.waiting && after?.waiting) {
    return [{ kind: 's3-refuses', error: after.waiting.error }];
  }
  return before?.waiting && !after?.waiting ? [{ kind: 's3-back' }] : [];
}
