import { CommandRefused, type Controls } from '#dashboard/controls.ts';
import { startDashboard, type Dashboard } from '#dashboard/server.ts';
import { FAULT_KINDS } from '#emulator/index.ts';
import type { InputItem } from '#producer/inputs/input.ts';
import type { Log } from '#runtime/log.ts';
import { openObject } from './open-object.ts';
import { reshardControls } from './reshard.ts';
import { randomToken } from './seed.ts';
import type { Lab } from './start-lab.ts';

export interface LabDashboardOptions {
  readonly port: number;
  readonly log: Log;
}

/** Serves the live page of a lab in this process. */
export const startLabDashboard = (
  lab: Lab,
  { port, log }: LabDashboardOptions,
): Promise<Dashboard> =>
  startDashboard({
    port,
    log,
    sources: lab.sources,
    controls: controlsOf(lab),
    lab: {
      target: 'embedded',
      stream: lab.topology.stream,
      deliveryStream: lab.topology.deliveryStream,
      bucket: lab.topology.bucket,
      endpoint: lab.endpoint,
      faultKinds: FAULT_KINDS.map(({ name, fisAction, share, error }) => ({
        name,
        fisAction,
        share,
        code: error().code,
      })),
    },
    token: randomToken(),
  });

function controlsOf(lab: Lab): Controls {
  const { steering, traffic, kinesis, s3, topology, faults } = lab;
  return {
    clock: steering && { ...steering, step: () => lab.step() },
    put: traffic && ((order) => traffic.inject(recordsOf(order, lab.clock.now()))),
    reshard: reshardControls(kinesis, topology.stream),
    consumer:
      traffic &&
      ((name, change) => {
        const reader = traffic.readers.find((candidate) => candidate.name === name);
        if (!reader) throw new CommandRefused(`There is no consumer ${name}.`);
        const { consumer } = reader;
        if (change.do === 'kill') consumer.kill();
        else if (change.do === 'start') consumer.start();
        else consumer.slowMs = change.slowMs;
      }),
    fault: (name, seconds) => {
      const kind = FAULT_KINDS.find((candidate) => candidate.name === name);
      if (!kind) throw new CommandRefused(`There is no fault ${name}.`);
      faults.order({ name: kind.name, ms: seconds * 1_000 });
    },
    openObject: (key) => openObject(s3, topology.bucket, key),
    report: lab.report,
  };
}

/** What of a record is not its data, about. */
const AROUND_DATA_BYTES = 110;

function recordsOf(
  { key, count, bytes }: { key: string; count: number; bytes: number },
  eventAt: number,
): InputItem[] {
  const note = '·'.padEnd(Math.max(1, bytes - AROUND_DATA_BYTES), '.');
  return Array.from({ length: count }, () => ({ key, eventAt, data: { note } }));
}
