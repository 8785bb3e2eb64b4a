import type { Topology } from '#pipeline/topology.ts';

/** In words, where a lab that was there already is another than what is wanted now; it stays as it is. */
export function keptInstead(wanted: Topology, found: Topology): string | undefined {
  const [is, shouldBe] = [inWords(found), inWords(wanted)];
  return is === shouldBe
    ? undefined
    : `What was there already stays as it is: ${is}, not ${shouldBe}.`;
}

const inWords = ({ shards, bufferSeconds, bufferMiB }: Topology): string =>
  `${shards} shard${shards === 1 ? '' : 's'} and ${bufferMiB} MiB or ${bufferSeconds} s`;
