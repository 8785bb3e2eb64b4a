import { describe, expect, it } from 'vitest';

import { CHANGE_MS, givenStream, STREAM } from '../given-kinesis.test-support.ts';

describe('DisableEnhancedMonitoring', () => {
  it('takes metrics away, all of them by ALL', async () => {
    const { call, clock } = await givenStream();
    const change = async (verb: string, ...ShardLevelMetrics: string[]) => {
      const answer = await call(verb, { StreamName: STREAM, ShardLevelMetrics });
      await clock.advance(CHANGE_MS);
      return answer.DesiredShardLevelMetrics;
    };
    await change('EnableEnhancedMonitoring', 'IncomingBytes', 'OutgoingBytes', 'OutgoingRecords');
    expect(await change('DisableEnhancedMonitoring', 'OutgoingBytes', 'IncomingRecords')).toEqual([
      'IncomingBytes',
      'OutgoingRecords',
    ]);
    expect(await change('DisableEnhancedMonitoring', 'ALL')).toEqual([]);
  });
});
