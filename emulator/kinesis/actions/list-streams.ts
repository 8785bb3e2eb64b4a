import { integer, optional } from '../../wire/input.ts';
import { describeStreamBriefly } from '../describe.ts';
import { name, nextToken } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { encodePageToken, readPageToken } from '../page-token.ts';

const LISTING = 'streams';

/** As on AWS: the default. */
const DEFAULT_LIMIT = 100;

const input = {
  Limit: optional(integer({ min: 1, max: 10_000 })),
  ExclusiveStartStreamName: optional(name),
  NextToken: optional(nextToken),
};

/**
 * Lists streams page by page, in the order of their names.
 *
 * As on AWS: tokens die after 300 seconds.
 */
export const listStreams = kinesisAction({
  name: 'ListStreams',
  input,
  run(kinesis, { Limit = DEFAULT_LIMIT, ExclusiveStartStreamName, NextToken }) {
    const now = kinesis.now();
    const [last] =
      NextToken === undefined ? [ExclusiveStartStreamName] : readPageToken(LISTING, NextToken, now);
    const streams = kinesis.streams().filter((stream) => last === undefined || stream.name > last);
    const page = streams.slice(0, Limit);
    const lastOfPage = page.at(-1);
    const hasMore = streams.length > page.length;
    return {
      StreamNames: page.map((stream) => stream.name),
      HasMoreStreams: hasMore,
      StreamSummaries: page.map((stream) => describeStreamBriefly(stream, now)),
      ...(hasMore && lastOfPage
        ? { NextToken: encodePageToken(LISTING, [lastOfPage.name], now) }
        : {}),
    };
  },
});
