import { CommandRefused, type Controls } from '#dashboard/controls.ts';
import type { Dashboard } from '#dashboard/server.ts';
import { FAULT_KINDS } from '#emulator/index.ts';
import { openObject } from '../bucket/open-object.ts';
import { reshardControls } from './reshard.ts';
import { servePage, trafficControls, type PagePlace } from './serve-page.ts';
import type { Lab } from '../start-lab.ts';

/** Serves the live page of a lab in this process. */
export const startLabDashboard = (lab: Lab, place: PagePlace): Promise<Dashboard> => {
  const { topology, endpoint, sources } = lab;
  const { stream, deliveryStream, bucket } = topology;
  const faultKinds = FAULT_KINDS.map(({ name, fisAction, share, error }) => ({
    name,
    fisAction,
    share,
    code: error().code,
  }));
  const shown = {
    target: 'embedded',
    stream,
    deliveryStream,
    bucket,
    endpoint,
    faultKinds,
  } as const;
  return servePage({ sources, controls: controlsOf(lab), lab: shown }, place);
};

function controlsOf(lab: Lab): Controls {
  const { steering, traffic, kinesis, s3, topology, faults } = lab;
  return {
    clock: steering && { ...steering, step: () => lab.step() },
    ...(traffic && { ...trafficControls(traffic, lab.clock), produce: traffic.tune }),
    reshard: reshardControls(kinesis, topology.stream),
    fault: (name, seconds) => {
      const kind = FAULT_KINDS.find((candidate) => candidate.name === name);
      if (!kind) throw new CommandRefused(`There is no fault ${name}.`);
      faults.order({ name: kind.name, ms: seconds * 1_000 });
    },
    openObject: (key) => openObject(s3, topology.bucket, key),
    report: lab.report,
  };
}
