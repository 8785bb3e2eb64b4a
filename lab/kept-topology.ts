import type { Topology } from '#pipeline/topology.ts';
import type { Settings } from './settings.ts';

type Wanted = Pick<Settings, 'shards' | 'bufferSeconds' | 'bufferMib'>;
type Found = Pick<Topology, 'shards' | 'bufferSeconds' | 'bufferMiB'>;

/** In words, where a lab that was there already is another than what is wanted now; it stays as it is. */
export function keptInstead(wanted: Wanted, found: Found): string | undefined {
  const is = inWords(found);
  const shouldBe = inWords({ ...wanted, bufferMiB: wanted.bufferMib });
  return is === shouldBe
    ? undefined
    : `What was there already stays as it is: ${is}, not ${shouldBe}.`;
}

const inWords = ({ shards, bufferSeconds, bufferMiB }: Found): string =>
  `${shards} shard${shards === 1 ? '' : 's'} and ${bufferMiB} MiB or ${bufferSeconds} s`;
