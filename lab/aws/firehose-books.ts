import type { FirehoseBooks } from '#pipeline/books.ts';
import type { Ledger } from '#pipeline/ledger.ts';
import type { Topology } from '#pipeline/topology.ts';
import { S3_PLACE } from '../bucket/audit-bucket.ts';

/** Between a buffer that falls due and its object in a list. */
const DELIVERY_SLACK_MS = 60_000;

/**
 * AWS does not show what its Firehose holds. What is on the stream, in no object, and so young that its
 * buffer need not have been delivered, counts as buffered; what is older is missing.
 */
export function firehoseBooksFrom(
  ledger: Ledger,
  { bufferSeconds }: Topology,
  recordsInBucket: number,
  now: number,
): FirehoseBooks {
  const youngSince = now - bufferSeconds * 1_000 - DELIVERY_SLACK_MS;
  let buffered = 0;
  for (const id of ledger.missingFrom(S3_PLACE)) {
    if ((ledger.arrivalOf({ id }) ?? 0) > youngSince) buffered += 1;
  }
  return {
    received: recordsInBucket + buffered,
    delivered: recordsInBucket,
    buffered,
    failed: 0,
  };
}
