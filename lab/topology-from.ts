import { defaultTopology, type Topology } from '#pipeline/topology.ts';
import type { Settings } from './settings/settings.ts';

/** What the settings ask for. */
export const topologyFrom = ({ shards, bufferSeconds, bufferMib }: Settings): Topology => ({
  ...defaultTopology,
  shards,
  bufferSeconds,
  bufferMiB: bufferMib,
});
