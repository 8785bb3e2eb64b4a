import type { ObjectRow } from '../../messages.ts';
import type { View } from '../../view.ts';

/** What a lesson looks at: the lab as the page knows it. */
export interface Sight extends Pick<
  View,
  'shards' | 'consumers' | 'hops' | 'firehose' | 'producer'
> {
  /** The key that was typed, and where it falls. */
  readonly key: string;
  readonly landing: { readonly ring: number; readonly shardId: string | undefined } | undefined;
  readonly lastObject: ObjectRow | undefined;
  readonly now: number;
}
