import { GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-kinesis';
import { askUntilAnswered } from './ask.ts';
import type { StreamQuestion } from './stream-view.ts';

/** An answer may be empty although records lie ahead; this many in a row, and there are none. */
const MAX_LOOKS = 20;
const LOOK_AGAIN_MS = 200;

/** The sequence number of the oldest record that a shard still has; undefined: it has none. */
export async function firstRecord(
  question: StreamQuestion,
  shardId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { client, clock, stream } = question;
  const oldest = new GetShardIteratorCommand({
    ...stream,
    ShardId: shardId,
    ShardIteratorType: 'TRIM_HORIZON',
  });
  const taken = await askUntilAnswered(
    'GetShardIterator',
    (abort) => client.send(oldest, abort),
    question,
    signal,
  );
  let iterator = taken.ShardIterator;
  for (let looks = 0; looks < MAX_LOOKS && iterator !== undefined; looks++) {
    const command = new GetRecordsCommand({ ShardIterator: iterator, Limit: 1 });
    const answer = await askUntilAnswered(
      'GetRecords',
      (abort) => client.send(command, abort),
      question,
      signal,
    );
    const found = answer.Records?.[0]?.SequenceNumber;
    if (found !== undefined || answer.MillisBehindLatest === 0) return found;
    iterator = answer.NextShardIterator;
    await clock.sleep(LOOK_AGAIN_MS, signal);
    signal.throwIfAborted();
  }
  return undefined;
}
