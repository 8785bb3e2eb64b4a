/** Names and numbers of everything the lab creates, in one place. */
export interface Topology {
  readonly stream: string;
  readonly shards: number;
  readonly deliveryStream: string;
  readonly bucket: string;
  /** Consumers' checkpoints and dead letters. */
  readonly stateBucket: string;
  readonly role: string;
  readonly bufferSeconds: number;
  readonly bufferMiB: number;
  readonly consumers: { readonly monitoring: string; readonly fraud: string };
}

export const defaultTopology: Topology = {
  stream: 'events',
  shards: 2,
  deliveryStream: 'events-to-s3',
  bucket: 'events-archive',
  stateBucket: 'events-state',
  role: 'arn:aws:iam::000000000000:role/kinlab-firehose',
  bufferSeconds: 60,
  bufferMiB: 1,
  consumers: { monitoring: 'consumer-1', fraud: 'consumer-2' },
};
