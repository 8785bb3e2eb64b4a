import { isStop } from './ask.ts';
import { Following, type FollowingOptions } from './following.ts';
import { Group, type StartAt } from './group.ts';
import { identifyStream, listShards, serverNow, type StreamIdentity } from './stream-view.ts';
import { ABORTED, unlessAborted } from './wait.ts';

export interface FollowOptions<T> extends FollowingOptions<T> {
  readonly from: 'latest' | 'earliest' | Date;
}

/**
 * Follows a stream through splits and merges until told to stop. A stream that was deleted and made
 * anew is another stream: its group is born anew, and no checkpoint carries over.
 */
export async function followStream<T>(options: FollowOptions<T>): Promise<void> {
  const { stop } = options.handling;
  while (!stop.aborted) {
    try {
      const identity = await identifyStream(options, stop);
      const group = await unlessAborted(openGroup(options, identity), stop);
      if (group !== ABORTED) await new Following(options, group, identity).run();
    } catch (error) {
      if (!isStop(error, stop)) throw error;
    }
  }
}

function openGroup<T>(options: FollowOptions<T>, identity: StreamIdentity): Promise<Group> {
  const { handling } = options;
  return Group.open(
    { ...options, group: handling.group, identity },
    {
      startAt: (isHeir) => startAt(options, isHeir),
      listShards: () => listShards(options, handling.stop),
      signal: handling.stop,
    },
  );
}

/** 'latest' is pinned to an instant, so that a restart before the first record begins there too. */
async function startAt<T>(options: FollowOptions<T>, isHeir: boolean): Promise<StartAt> {
  const { from, handling } = options;
  if (from instanceof Date) return { at: from.getTime() };
  // All that a new stream of an old name holds came after the group began.
  if (from === 'earliest' || isHeir) return 'TRIM_HORIZON';
  return { at: await serverNow(options, handling.stop) };
}
