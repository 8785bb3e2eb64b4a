import { GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  ListDeliveryStreamsCommand,
  ListTagsForDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import { ListStreamsCommand, ListTagsForStreamCommand } from '@aws-sdk/client-kinesis';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { call, step } from './call.ts';
import { tagsOf } from './ensure-bucket.ts';
import { factsOf, isAbsent, isDenied } from './error-facts.ts';
import { rolePath } from './plan.ts';
import type { AccountScope } from './scope.ts';
import { carriesTag } from './tag.ts';

/** By their names, in the order in which they must be deleted. */
export interface Tagged {
  readonly deliveryStreams: readonly string[];
  readonly streams: readonly string[];
  readonly buckets: readonly string[];
  readonly roles: readonly string[];
  /** What the caller may not look into: perhaps tagged, and left alone. */
  readonly unseen: readonly string[];
}

/**
 * Everything in this account and region that carries our tag. Each service is asked for all it has, one by
 * one: AWS's own search by tags lags behind, and knows no roles.
 */
export function findTagged(scope: AccountScope): Promise<Tagged> {
  return step('look for what the lab has made', async () => {
    const unseen: string[] = [];
    const select = selector(scope, unseen);
    return {
      deliveryStreams: await select('delivery stream', deliveryStreams(scope), deliveryStreamTags),
      streams: await select('stream', streams(scope), streamTags),
      buckets: await select('bucket', buckets(scope), bucketTags),
      roles: await select('role', roles(scope), roleTags),
      unseen,
    };
  });
}

type Tags = Parameters<typeof carriesTag>[0];

/** Keeps those names whose tags say that they are ours. */
function selector(scope: AccountScope, unseen: string[]) {
  return async (
    kind: string,
    names: AsyncIterable<string>,
    readTags: (scope: AccountScope, name: string) => Promise<Tags>,
  ): Promise<string[]> => {
    const ours: string[] = [];
    for await (const name of names) {
      try {
        if (carriesTag(await call(scope, () => readTags(scope, name)))) ours.push(name);
      } catch (error) {
        const facts = factsOf(error);
        if (isDenied(facts)) unseen.push(`${kind} ${name}`);
        else if (!isAbsent(facts)) throw error;
      }
    }
    return ours;
  };
}

/** The names on page after page; `next` is what the page after this one is asked for by. */
async function* listed<Page>(
  scope: AccountScope,
  ask: (from: string | undefined) => Promise<Page>,
  read: (page: Page) => {
    readonly names: readonly (string | undefined)[];
    readonly next: string | undefined;
  },
): AsyncGenerator<string> {
  let from: string | undefined;
  do {
    const start = from;
    const { names, next } = read(await call(scope, () => ask(start)));
    yield* names.filter((name) => name !== undefined);
    from = next;
  } while (from !== undefined);
}

const deliveryStreams = (scope: AccountScope): AsyncGenerator<string> =>
  listed(
    scope,
    (from) =>
      scope.clients.firehose.send(
        new ListDeliveryStreamsCommand({ Limit: 100, ExclusiveStartDeliveryStreamName: from }),
      ),
    ({ DeliveryStreamNames: names = [], HasMoreDeliveryStreams: hasMore }) => ({
      names,
      next: hasMore === true ? names.at(-1) : undefined,
    }),
  );

const streams = (scope: AccountScope): AsyncGenerator<string> =>
  listed(
    scope,
    (from) => scope.clients.kinesis.send(new ListStreamsCommand({ NextToken: from })),
    ({ StreamNames: names = [], NextToken: next }) => ({ names, next }),
  );

const buckets = (scope: AccountScope): AsyncGenerator<string> =>
  listed(
    scope,
    (from) =>
      scope.clients.s3.send(
        new ListBucketsCommand({
          BucketRegion: scope.region,
          MaxBuckets: 1_000,
          ContinuationToken: from,
        }),
      ),
    ({ Buckets = [], ContinuationToken: next }) => ({
      names: Buckets.map(({ Name }) => Name),
      next,
    }),
  );

const roles = (scope: AccountScope): AsyncGenerator<string> =>
  listed(
    scope,
    (from) =>
      scope.clients.iam.send(
        new ListRolesCommand({ PathPrefix: rolePath(scope.region), Marker: from }),
      ),
    ({ Roles = [], IsTruncated, Marker }) => ({
      names: Roles.map(({ RoleName }) => RoleName),
      next: IsTruncated === true ? Marker : undefined,
    }),
  );

const streamTags = async ({ clients }: AccountScope, StreamName: string): Promise<Tags> =>
  (await clients.kinesis.send(new ListTagsForStreamCommand({ StreamName }))).Tags;

const deliveryStreamTags = async (
  { clients }: AccountScope,
  DeliveryStreamName: string,
): Promise<Tags> =>
  (await clients.firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName }))).Tags;

const bucketTags = ({ clients }: AccountScope, bucket: string): Promise<Tags> =>
  tagsOf(clients.s3, bucket);

const roleTags = async ({ clients }: AccountScope, RoleName: string): Promise<Tags> =>
  (await clients.iam.send(new GetRoleCommand({ RoleName }))).Role?.Tags;
