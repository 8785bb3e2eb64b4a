import { defaultTopology } from '#pipeline/topology.ts';
import { systemClock } from '#runtime/clock.ts';
import type { LatencySummary } from '#runtime/latency.ts';
import { eventually } from '../support/eventually.ts';
import {
  notDelivered,
  putToS3,
  readArrivals,
  readObjects,
  type Arrivals,
  type FoundObject,
} from './follow-records.ts';
import type { ComposeStack } from './stack.ts';

const LOOK_EVERY_MS = 1_000;

export interface Outcome {
  readonly arrivals: Arrivals;
  readonly objects: readonly FoundObject[];
}

/** Where every record went; waits until none is missing in the bucket. */
export async function outcomeOf(stack: ComposeStack, withinMs: number): Promise<Outcome> {
  const { stream, bucket } = defaultTopology;
  const arrivals = await readArrivals(stack.kinesis, stream);
  const objects = await eventually(
    async () => {
      await systemClock.sleep(LOOK_EVERY_MS);
      const found = await readObjects(stack.s3, bucket);
      return notDelivered(found, arrivals).length === 0 ? found : undefined;
    },
    { withinMs, what: 'every record in the bucket' },
  );
  return { arrivals, objects };
}

/** The distribution of each hop, one line each, for whoever reads the log of a run. */
export async function printHops(stack: ComposeStack, { arrivals, objects }: Outcome) {
  const report = await stack.report();
  const hops: readonly (readonly [string, LatencySummary])[] = [
    ...Object.entries(report.latencyMs),
    ['putToS3, by the listing', putToS3(objects, arrivals).summary()],
  ];
  for (const [hop, { count, p50, p95, p99, max }] of hops) {
    console.log(`${hop}: n ${count}  p50 ${p50}  p95 ${p95}  p99 ${p99}  max ${max} ms`);
  }
  return report;
}
