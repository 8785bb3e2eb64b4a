import { LATENCY_EDGES_MS, type Latency } from '#pipeline/status.ts';
import type { LatencyHistogram } from '#runtime/latency.ts';

/** Summing up costs in proportion to the different values, and is asked for often between two records. */
const told = new WeakMap<LatencyHistogram, Latency>();

/** A histogram as a status carries it. */
export function latencyTold(histogram: LatencyHistogram): Latency {
  const last = told.get(histogram);
  if (last?.count === histogram.count) return last;
  const latency = { ...histogram.summary(), counts: histogram.countsBelow(LATENCY_EDGES_MS) };
  told.set(histogram, latency);
  return latency;
}
