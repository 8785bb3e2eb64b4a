import { describe, expect, it } from 'vitest';
import { KINESIS_DELAYS } from '#emulator/kinesis/service.ts';
import { DELAY_NAMES, parseDelays } from './delays.ts';

describe('delays', () => {
  it('are a profile, single ones, or both', () => {
    expect(parseDelays('aws')).toEqual({ profile: 'aws', kinesis: {}, firehose: {} });
    expect(parseDelays('split-merge=0')).toEqual({
      profile: 'fast',
      kinesis: { splitMergeMs: 0 },
      firehose: {},
    });
    expect(parseDelays('aws, create-stream=5s,delete-delivery-stream=1m')).toEqual({
      profile: 'aws',
      kinesis: { createStreamMs: 5_000 },
      firehose: { deleteMs: 60_000 },
    });
  });

  it('are nothing else', () => {
    for (const wrong of [
      '',
      'slow',
      'aws=1s',
      'create-stream',
      'create-stream=soon',
      'toString=1s',
    ]) {
      expect([wrong, parseDelays(wrong)]).toEqual([wrong, undefined]);
    }
  });

  it('name each one that the stream has', () => {
    const named = parseDelays(DELAY_NAMES.map((name) => `${name}=1s`).join(','));
    expect(Object.keys(named?.kinesis ?? {}).toSorted()).toEqual(
      Object.keys(KINESIS_DELAYS.fast).toSorted(),
    );
  });
});
