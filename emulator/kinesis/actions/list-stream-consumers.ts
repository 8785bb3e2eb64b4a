import { integer, optional, timestamp } from '../../wire/input.ts';
import { describeConsumer } from '../describe.ts';
import { nextToken, streamArn, streamId } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { encodePageToken, readPageToken } from '../page-token.ts';
import { referencedStream } from '../references.ts';

const LISTING = 'consumers';

/** Unverified: that the default is that of the other listings. */
const DEFAULT_LIMIT = 100;

const input = {
  StreamARN: streamArn,
  NextToken: optional(nextToken),
  MaxResults: optional(integer({ min: 1, max: 10_000 })),
  StreamCreationTimestamp: optional(timestamp()),
  StreamId: streamId,
};

/**
 * Lists a stream's consumers page by page.
 *
 * As on AWS: tokens die after 300 seconds. Unverified: the order, here that of their names.
 */
export const listStreamConsumers = kinesisAction({
  name: 'ListStreamConsumers',
  input,
  run(kinesis, { StreamARN, NextToken, MaxResults = DEFAULT_LIMIT }) {
    const now = kinesis.now();
    const stream = referencedStream(kinesis, { StreamARN });
    const [last] = NextToken === undefined ? [] : readPageToken(LISTING, NextToken, now);
    const consumers = stream
      .consumers(now)
      .filter((consumer) => last === undefined || consumer.name > last)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const page = consumers.slice(0, MaxResults);
    const lastOfPage = page.at(-1);
    return {
      Consumers: page.map((consumer) => describeConsumer(consumer, now)),
      ...(consumers.length > page.length && lastOfPage
        ? { NextToken: encodePageToken(LISTING, [lastOfPage.name], now) }
        : {}),
    };
  },
});
