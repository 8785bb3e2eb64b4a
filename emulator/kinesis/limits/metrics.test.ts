import { expect, it } from 'vitest';
import { Metrics } from './metrics.ts';

it('counts under name and dimensions', () => {
  const metrics = new Metrics();
  for (const StreamName of ['a', 'b', 'a']) metrics.count('AWS/Kinesis', 'Refused', { StreamName });
  expect(metrics.list()).toEqual([
    {
      Namespace: 'AWS/Kinesis',
      MetricName: 'Refused',
      Dimensions: [{ Name: 'StreamName', Value: 'a' }],
      Sum: 2,
    },
    {
      Namespace: 'AWS/Kinesis',
      MetricName: 'Refused',
      Dimensions: [{ Name: 'StreamName', Value: 'b' }],
      Sum: 1,
    },
  ]);
});
