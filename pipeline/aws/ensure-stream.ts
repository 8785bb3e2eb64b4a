import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  ListTagsForStreamCommand,
} from '@aws-sdk/client-kinesis';
import { call } from './call.ts';
import { notOurs } from './not-ours.ts';
import type { ProvisionScope } from './scope.ts';
import { carriesTag, TAG } from './tag.ts';
import { AwsTrouble } from './trouble.ts';
import { untilActive } from './until-active.ts';

/** The stream, ACTIVE, with as many shards as wanted. */
export async function ensureStream(scope: ProvisionScope): Promise<void> {
  const { kinesis } = scope.clients;
  const { stream, shards } = scope.plan.topology;
  const found = await untilActive({
    ...scope,
    what: `stream ${stream}`,
    describe: async () => {
      const { StreamDescriptionSummary: summary } = await kinesis.send(
        new DescribeStreamSummaryCommand({ StreamName: stream }),
      );
      return { status: summary?.StreamStatus ?? '', shards: summary?.OpenShardCount ?? 0 };
    },
    create: () =>
      kinesis.send(
        new CreateStreamCommand({
          StreamName: stream,
          ShardCount: shards,
          StreamModeDetails: { StreamMode: 'PROVISIONED' },
          Tags: { [TAG.Key]: TAG.Value },
        }),
      ),
    accept: async () => {
      const { Tags } = await call(scope, () =>
        kinesis.send(new ListTagsForStreamCommand({ StreamName: stream })),
      );
      if (!carriesTag(Tags)) throw notOurs(`the stream ${stream}`);
    },
  });
  if (found.shards !== shards) throw otherShards(stream, found.shards, shards);
}

const otherShards = (stream: string, found: number, wanted: number): AwsTrouble =>
  new AwsTrouble(
    'different',
    `the stream ${stream} is there already with ${found} shards, not with ${wanted}`,
    [`go on with what is there: --shards ${found}`, 'or begin anew: kinlab reset'],
  );
