import type { ObjectRow } from '../../messages.ts';
import type { ConsumerView } from '../../view.ts';
import type { LessonName } from './lessons.ts';
import type { Sight } from './sight.ts';

/** What the lab shows; `answer` is the right one's place, undefined as long as nothing can be seen. */
export type Finding = { readonly answer: number | undefined } & (
  | { readonly kind: 'keys'; readonly key: string; readonly ring: number; readonly shardId: string }
  | { readonly kind: 'order'; readonly received: number; readonly outOfOrder: number }
  | { readonly kind: 'push'; readonly first: Median; readonly second: Median }
  | {
      readonly kind: 'behind';
      readonly name: string;
      readonly behind: number;
      readonly lagMs: number;
      readonly isSlow: boolean;
    }
  | {
      readonly kind: 'split';
      readonly parentId: string;
      readonly childIds: readonly string[];
      readonly isDrained: boolean;
    }
  | {
      readonly kind: 'partial';
      readonly retries: number;
      readonly failed: number;
    }
  | {
      readonly kind: 'repeats';
      readonly name: string;
      readonly received: number;
      readonly duplicates: number;
      readonly isKilled: boolean;
    }
  | { readonly kind: 'unbuffered' }
  | { readonly kind: 'due'; readonly inMs: number; readonly bytes: number; readonly of: number }
  | { readonly kind: 'object'; readonly object: ObjectRow }
  | { readonly kind: 'nothing' }
);

interface Median {
  readonly name: string;
  readonly p50: number;
}

const NOTHING: Finding = { kind: 'nothing', answer: undefined };

/** What there is to be seen of a lesson, and which of its answers that makes the right one. */
export const find = (lesson: LessonName, sight: Sight): Finding => FINDERS[lesson](sight);

const FINDERS: Readonly<Record<LessonName, (sight: Sight) => Finding>> = {
  keys: ({ key, landing }) =>
    landing?.shardId === undefined
      ? NOTHING
      : { kind: 'keys', answer: 1, key, ring: landing.ring, shardId: landing.shardId },

  order: ({ consumers }) => {
    const received = sum(consumers, 'received');
    if (received === 0) return NOTHING;
    return { kind: 'order', answer: 1, received, outOfOrder: sum(consumers, 'outOfOrder') };
  },

  push: findFirst,

  behind: ({ consumers: [consumer] }) =>
    consumer
      ? {
          kind: 'behind',
          answer: 1,
          name: consumer.name,
          behind: consumer.behind,
          lagMs: consumer.lagMs,
          isSlow: consumer.slowMs > 0,
        }
      : NOTHING,

  split: findSplit,

  partial: ({ producer }) =>
    producer && producer.retries > 0
      ? {
          kind: 'partial',
          answer: 1,
          retries: producer.retries,
          failed: producer.failed,
        }
      : NOTHING,

  repeats: ({ consumers }) => {
    const consumer = consumers.at(-1);
    if (!consumer) return NOTHING;
    const { name, received, duplicates, state } = consumer;
    const isKilled = state === 'killed';
    if (duplicates === 0 && !isKilled) return NOTHING;
    return { kind: 'repeats', answer: 1, name, received, duplicates, isKilled };
  },

  buffer: findBuffer,
};

const sum = (consumers: readonly ConsumerView[], of: 'received' | 'outOfOrder'): number =>
  consumers.reduce((all, consumer) => all + consumer[of], 0);

/** By what was measured: whoever was slowed down is not first, however it reads. */
function findFirst({ consumers, hops }: Sight): Finding {
  const medians = consumers.flatMap(({ name, read }) => {
    const hop = hops.find(({ consumer }) => consumer === name);
    return hop && hop.count > 0 ? [{ name, read, p50: hop.p50 }] : [];
  });
  const [first, second] = medians.sort((a, b) => a.p50 - b.p50);
  if (!first || !second || first.read === second.read) return NOTHING;
  return { kind: 'push', answer: first.read === 'efo' ? 1 : 0, first, second };
}

/** The newest split: the last shard that has two children. */
function findSplit({ shards }: Sight): Finding {
  const childrenOf = (shardId: string): string[] =>
    shards.filter(({ parentIds }) => parentIds[0] === shardId).map((child) => child.shardId);
  const parent = shards
    .filter(({ state, shardId }) => state !== 'open' && childrenOf(shardId).length === 2)
    .sort((a, b) => (a.shardId < b.shardId ? -1 : 1))
    .at(-1);
  if (!parent) return NOTHING;
  const { shardId, state } = parent;
  return {
    kind: 'split',
    answer: 1,
    parentId: shardId,
    childIds: childrenOf(shardId),
    isDrained: state === 'drained',
  };
}

function findBuffer({ firehose, lastObject, now }: Sight): Finding {
  if (firehose?.basis === 'unbuffered') return { kind: 'unbuffered', answer: 0 };
  if (lastObject) return { kind: 'object', answer: 1, object: lastObject };
  if (firehose?.dueAt === undefined) return NOTHING;
  const inMs = Math.max(0, firehose.dueAt - now);
  return { kind: 'due', answer: 1, inMs, bytes: firehose.bytes, of: firehose.sizeBytes };
}
