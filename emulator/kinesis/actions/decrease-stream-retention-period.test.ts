import { describe, expect, it } from 'vitest';

import { givenStream, iterator, put, STREAM, textOf } from '../given-kinesis.test-support.ts';

const HOUR_MS = 3_600_000;
const hours = (RetentionPeriodHours: number) => ({ StreamName: STREAM, RetentionPeriodHours });

describe('DecreaseStreamRetentionPeriod', () => {
  it('makes older records unreadable at once, also for an iterator that stands at them', async () => {
    const given = await givenStream();
    const { call, send, clock } = given;
    await call('IncreaseStreamRetentionPeriod', hours(48));
    await put(given, 'old');
    await clock.advance(30 * HOUR_MS);
    await put(given, 'young');
    const atOld = await iterator(given);
    const answer = await send('DecreaseStreamRetentionPeriod', hours(24));
    expect(answer).toEqual({ status: 200, text: '' });
    for (const ShardIterator of [atOld, await iterator(given)]) {
      const { Records } = await call('GetRecords', { ShardIterator });
      expect(Records.map(textOf)).toEqual(['young']);
    }
  });

  it('accepts the present period, and refuses a longer one and one below a day', async () => {
    const { call, refusal } = await givenStream();
    await call('DecreaseStreamRetentionPeriod', hours(24));
    expect(await refusal('DecreaseStreamRetentionPeriod', hours(25))).toBe(
      'InvalidArgumentException: Requested retention period (25 hours) for stream rivers can not be longer than existing retention period (24 hours). Use IncreaseRetentionPeriod API.',
    );
    expect(await refusal('DecreaseStreamRetentionPeriod', hours(23))).toMatch(/is too short\.$/);
  });
});
