import type { ChildShard } from '@aws-sdk/client-kinesis';
import type { Clock } from '#runtime/clock.ts';
import { heardByMany } from '#runtime/signals.ts';
import { positionOf, type OpenSource } from './open-source.ts';
import { readOnce, streamCreation, type Position, type SourceOptions } from './read-shard.ts';

/** As on AWS: each shard is read once per second. */
const READ_EVERY_MS = 1_000;

/** Answers that a stream gives which is not the one that was read before. */
const SUSPICIOUS = new Set(['ResourceNotFoundException', 'InvalidArgumentException']);

/**
 * Reads every shard of a stream into a sink until told to stop: each from where it is held, its
 * children from their beginning once all their parents have been read to the end. Returns when told to
 * stop, or when another stream has taken this one's name.
 *
 * As on AWS: one GetRecords per second and shard, out of the shard's own read limits.
 * Unlike AWS: what the KPL aggregated is passed on as it is.
 */
export async function readSource(given: SourceOptions, source: OpenSource): Promise<void> {
  const replaced = new AbortController();
  const options = {
    ...given,
    signal: heardByMany(AbortSignal.any([given.signal, replaced.signal])),
  };
  const { progress, positions } = source;
  const finished = new Set(progress.skipped);
  const started = new Set(positions.map(({ shardId }) => shardId));

  async function follow(position: Position): Promise<void> {
    const children = await readToEnd(options, position, progress.since, () => look());
    if (options.signal.aborted) return;
    finished.add(position.shardId);
    await Promise.all(children.filter(isNext).map(followChild));
  }

  /** A merged shard has two parents: the one that ends last brings it along. */
  const isNext = ({ ShardId = '', ParentShards = [] }: ChildShard): boolean =>
    !started.has(ShardId) && ParentShards.every((parent) => finished.has(parent));

  async function followChild({ ShardId: shardId = '' }: ChildShard): Promise<void> {
    started.add(shardId);
    options.log.info('source shard opened', { stream: options.streamName, shard: shardId });
    await follow(positionOf(shardId, progress));
  }

  async function look(): Promise<void> {
    const createdAt = await streamCreation(options).catch(() => progress.streamCreatedAt);
    if (createdAt !== progress.streamCreatedAt) replaced.abort();
  }

  await Promise.all(positions.map(follow));
}

/**
 * Reads one shard on a fixed beat counted from `since`; returns its children when it has ended.
 * `suspect` is asked to look at the stream when it answers as another one would.
 */
async function readToEnd(
  options: SourceOptions,
  position: Position,
  since: number,
  suspect: () => Promise<void>,
): Promise<readonly ChildShard[]> {
  const { clock, signal, log, sink } = options;
  const where = { stream: options.streamName, shard: position.shardId };
  let isFailing = false;
  for (let beat = nextBeat(since, clock.now()); ; beat = nextBeat(since, clock.now(), beat)) {
    await sleepUntil(beat, clock, signal);
    if (signal.aborted) return [];
    if (sink.isFull()) continue;
    try {
      const children = await readOnce(options, position);
      if (isFailing) log.info('source readable again', where);
      isFailing = false;
      if (children) return children;
    } catch (error) {
      if (!isFailing) log.warn('source not readable', { ...where, error: String(error) });
      isFailing = true;
      if (error instanceof Error && SUSPICIOUS.has(error.name)) await suspect();
    }
  }
}

/** The first instant of the beat after both `now` and `previous`: beats that were missed are skipped. */
const nextBeat = (since: number, now: number, previous = since): number =>
  since + READ_EVERY_MS * (Math.floor((Math.max(now, previous) - since) / READ_EVERY_MS) + 1);

/** A timer may fire a little early; a beat never does. */
async function sleepUntil(instant: number, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && clock.now() < instant) await clock.sleep(instant - clock.now(), signal);
}
