import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  type DeleteObjectsCommandOutput,
} from '@aws-sdk/client-s3';
import { call } from './call.ts';
import { factsOf, isAbsent } from './error-facts.ts';
import type { AccountScope } from './scope.ts';

/** Objects that come while we delete are found the next time round. */
const MAX_ROUNDS = 5;

/** Deletes every object of the bucket, then the bucket. That it is gone already is no mistake. */
export async function emptyAndDeleteBucket(scope: AccountScope, Bucket: string): Promise<void> {
  for (let round = 1; ; round++) {
    try {
      await empty(scope, Bucket);
      await call(scope, () => scope.clients.s3.send(new DeleteBucketCommand({ Bucket })));
      return;
    } catch (error) {
      const facts = factsOf(error);
      if (isAbsent(facts)) return;
      if (facts.name !== 'BucketNotEmpty' || round === MAX_ROUNDS) throw error;
    }
  }
}

async function empty(scope: AccountScope, Bucket: string): Promise<void> {
  const { s3 } = scope.clients;
  for (;;) {
    const { Contents: contents = [] } = await call(scope, () =>
      s3.send(new ListObjectsV2Command({ Bucket })),
    );
    if (contents.length === 0) return;
    const Delete = { Objects: contents.map(({ Key }) => ({ Key: Key ?? '' })), Quiet: true };
    const answer = await call(scope, () => s3.send(new DeleteObjectsCommand({ Bucket, Delete })));
    refuseErrors(answer);
  }
}

/** As on AWS: objects that could not be deleted are named inside an answer of status 200. */
function refuseErrors({ Errors: [first] = [] }: DeleteObjectsCommandOutput): void {
  if (!first) return;
  const error = new Error(`${first.Key}: ${first.Message}`);
  error.name = first.Code ?? 'Error';
  throw error;
}
