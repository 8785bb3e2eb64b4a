import type { Capabilities } from '../../view.ts';
import type { Sight } from './sight.ts';

/** The lessons' names, in their order: `#lesson=1` is the first. Their words are in the strings. */
export const LESSON_NAMES = [
  'keys',
  'order',
  'push',
  'behind',
  'split',
  'partial',
  'repeats',
  'buffer',
] as const;

export type LessonName = (typeof LESSON_NAMES)[number];

/** What a lesson's button orders of the lab. */
export interface Deed {
  /** Its words in the strings. */
  readonly name: 'put' | 'slow' | 'catchUp' | 'split' | 'overfill' | 'kill' | 'start';
  readonly command: string;
  readonly body: object;
}

export interface Lesson {
  readonly name: LessonName;
  /** The panel in which the answer is to be seen. */
  readonly panel: string;
  /** What the lab must be able to do for its button; undefined: it has none, only looking is needed. */
  readonly needs?: keyof Capabilities;
  /** What its button does, as things stand; undefined: nothing now. */
  readonly deed?: (sight: Sight) => Deed | undefined;
}

const FEW = { count: 10, bytes: 250 };
/** Far more than a shard takes in a second, so that some find no room however slowly they come. */
const TOO_MANY = { count: 100, bytes: 45_000 };
const SLOW_MS = 1_500;

export const LESSONS: readonly Lesson[] = [
  {
    name: 'keys',
    panel: 'shards',
    needs: 'put',
    deed: ({ key }) => putting(key, 'put', FEW),
  },
  { name: 'order', panel: 'consumers' },
  { name: 'push', panel: 'consumers' },
  { name: 'behind', panel: 'consumers', needs: 'consumers', deed: slowing },
  { name: 'split', panel: 'shards', needs: 'reshard', deed: splitting },
  {
    name: 'partial',
    panel: 'producer',
    needs: 'put',
    deed: ({ key }) => putting(key, 'overfill', TOO_MANY),
  },
  { name: 'repeats', panel: 'consumers', needs: 'consumers', deed: killing },
  { name: 'buffer', panel: 'firehose' },
];

const putting = (key: string, name: Deed['name'], records: typeof FEW): Deed | undefined =>
  key === '' ? undefined : { name, command: 'put', body: { key, ...records } };

/** The first time it slows the consumer down, the next it lets it catch up. */
function slowing({ consumers: [consumer] }: Sight): Deed | undefined {
  if (!consumer) return undefined;
  const { name, slowMs } = consumer;
  const change = { do: 'slow', slowMs: slowMs > 0 ? 0 : SLOW_MS };
  return { name: slowMs > 0 ? 'catchUp' : 'slow', command: 'consumer', body: { name, change } };
}

function splitting({ shards }: Sight): Deed | undefined {
  const open = shards.find(({ state }) => state === 'open');
  return open && { name: 'split', command: 'reshard', body: { split: open.shardId } };
}

/** The first time it kills the consumer, the next it starts it again. */
function killing({ consumers }: Sight): Deed | undefined {
  const consumer = consumers.at(-1);
  if (!consumer) return undefined;
  const deed = consumer.state === 'killed' ? 'start' : 'kill';
  return { name: deed, command: 'consumer', body: { name: consumer.name, change: { do: deed } } };
}
