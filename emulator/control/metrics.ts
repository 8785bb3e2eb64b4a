import type { ControlEndpoint } from './index.ts';

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly Sum: number;
}

/**
 * What was refused since the start, as CloudWatch names it.
 *
 * Unlike AWS: sums since the start, not by the minute, and refusals only.
 */
export const metricsEndpoint = (metrics: () => readonly Metric[]): ControlEndpoint => ({
  method: 'GET',
  name: 'metrics',
  handle: () => ({ Metrics: metrics() }),
});
