import type { DeliveryStreamStatus } from '#emulator/index.ts';
import type { Clock } from '#runtime/clock.ts';
import type { BucketAudit } from './bucket/audit-bucket.ts';
import type { Traffic } from './traffic/traffic.ts';

/** One moment of the running lab, for the status line; counters, not the books. */
export interface LabStatus {
  /** Lab ms since the start. */
  readonly elapsedMs: number;
  readonly now: number;
  readonly put: number;
  readonly failed: number;
  readonly consumers: readonly ConsumerStatus[];
  readonly firehose: DeliveryStreamStatus | undefined;
  /** Firehose is AWS's own, which does not show what it holds. */
  readonly isFirehoseHidden?: boolean;
  readonly objects: number;
}

export interface ConsumerStatus {
  readonly name: string;
  readonly received: number;
  /** Records put and not yet seen by this consumer. */
  readonly behind: number;
  readonly p99Ms: number;
}

export interface StatusSources {
  readonly clock: Clock;
  readonly startedAt: number;
  readonly traffic: Traffic | undefined;
  readonly firehose: DeliveryStreamStatus | undefined;
  readonly bucket: BucketAudit;
}

export function labStatus(sources: StatusSources): LabStatus {
  const { clock, startedAt, traffic, firehose, bucket } = sources;
  const now = clock.now();
  const put = traffic?.ledger.put ?? 0;
  return {
    elapsedMs: now - startedAt,
    now,
    put,
    failed: traffic?.ledger.failed ?? 0,
    consumers: [...(traffic?.latency.consumers ?? [])].map(([name, latency]) => {
      const received = traffic?.ledger.place(name).distinct ?? 0;
      return { name, received, behind: Math.max(0, put - received), p99Ms: latency.summary().p99 };
    }),
    firehose,
    objects: bucket.objects,
  };
}
