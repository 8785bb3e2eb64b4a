import { CommandRefused, type Controls } from '#dashboard/controls.ts';
import { startDashboard, type Dashboard, type DashboardOptions } from '#dashboard/server.ts';
import type { InputItem } from '#producer/inputs/input.ts';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import { randomToken } from '../seed.ts';
import { sizedItem } from '../traffic/sized-item.ts';
import type { Traffic } from '../traffic/traffic.ts';

/** What the page of a lab shows, and what can be done from it. */
export type LabPage = Pick<DashboardOptions, 'sources' | 'controls' | 'lab'>;

export interface PagePlace {
  /** Others than 127.0.0.1 are for containers. */
  readonly host?: string;
  readonly port: number;
  readonly log: Log;
}

export const servePage = (page: LabPage, place: PagePlace): Promise<Dashboard> =>
  startDashboard({ ...page, ...place, token: randomToken() });

/** What can be done to a producer and consumers of this process. */
export const trafficControls = (
  { inject, readers }: Traffic,
  clock: Clock,
): Pick<Controls, 'put' | 'consumer'> => ({
  put: (order) => inject(recordsOf(order, clock.now())),
  consumer: (name, change) => {
    const reader = readers.find((candidate) => candidate.name === name);
    if (!reader) throw new CommandRefused(`There is no consumer ${name}.`);
    const { consumer } = reader;
    if (change.do === 'kill') consumer.kill();
    else if (change.do === 'start') consumer.start();
    else consumer.slowMs = change.slowMs;
  },
});

function recordsOf(
  { key, count, bytes }: { key: string; count: number; bytes: number },
  eventAt: number,
): InputItem[] {
  const item = sizedItem({ key, eventAt, data: { note: '·' } }, bytes);
  return Array.from({ length: count }, () => item);
}
