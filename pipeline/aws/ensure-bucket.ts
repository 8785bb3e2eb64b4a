import {
  CreateBucketCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  type BucketLocationConstraint,
  type S3Client,
} from '@aws-sdk/client-s3';
import { call } from './call.ts';
import { factsOf, isAbsent, isPresent } from './error-facts.ts';
import { notOurs } from './not-ours.ts';
import type { ProvisionScope } from './scope.ts';
import { carriesTag, TAG } from './tag.ts';
import { AwsTrouble } from './trouble.ts';

/** As on AWS: the region that is not named when a bucket is made there. */
const UNNAMED_REGION = 'us-east-1';

/** The bucket, with our tag from its first moment on, in this region. */
export async function ensureBucket(scope: ProvisionScope, bucket: string): Promise<void> {
  const { plan, say, clients } = scope;
  const region = await regionOf(scope, bucket);
  if (region === undefined && (await create(scope, bucket))) {
    say(`bucket ${bucket}: created`);
    return;
  }
  const where = region ?? (await regionOf(scope, bucket)) ?? plan.region;
  if (where !== plan.region) throw elsewhere(bucket, where, plan.region);
  const tags = await call(scope, () => tagsOf(clients.s3, bucket));
  if (!carriesTag(tags)) throw notOurs(`the bucket ${bucket}`);
  say(`bucket ${bucket}: was there already`);
}

/** Undefined: there is no such bucket. */
async function regionOf(scope: ProvisionScope, Bucket: string): Promise<string | undefined> {
  try {
    const { BucketRegion } = await call(scope, () =>
      scope.clients.s3.send(new HeadBucketCommand({ Bucket })),
    );
    return BucketRegion ?? scope.plan.region;
  } catch (error) {
    if (isAbsent(factsOf(error))) return undefined;
    const region = regionToldBy(error);
    if (region !== undefined && region !== scope.plan.region) return region;
    if (factsOf(error).status === 403) throw ofOthers(Bucket);
    throw error;
  }
}

/** As on AWS: a bucket elsewhere is answered by a redirection that names its region. */
function regionToldBy(error: unknown): string | undefined {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  return $response?.headers?.['x-amz-bucket-region'];
}

/** False: it has come into being meanwhile, and is this account's. */
async function create(scope: ProvisionScope, Bucket: string): Promise<boolean> {
  const { region } = scope.plan;
  const place =
    region === UNNAMED_REGION ? {} : { LocationConstraint: region as BucketLocationConstraint };
  const command = new CreateBucketCommand({
    Bucket,
    CreateBucketConfiguration: { ...place, Tags: [TAG] },
  });
  try {
    await call(scope, () => scope.clients.s3.send(command));
    return true;
  } catch (error) {
    const facts = factsOf(error);
    if (facts.name === 'BucketAlreadyExists') throw ofOthers(Bucket);
    if (isPresent(facts)) return false;
    throw error;
  }
}

export async function tagsOf(s3: S3Client, Bucket: string) {
  try {
    return (await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet;
  } catch (error) {
    if (factsOf(error).name === 'NoSuchTagSet') return [];
    throw error;
  }
}

const elsewhere = (bucket: string, there: string, here: string): AwsTrouble =>
  new AwsTrouble(
    'name-taken',
    `the bucket ${bucket} is there already, in ${there}, not in ${here}`,
    [`export AWS_REGION=${there}`, 'or delete that bucket, if it is no longer needed'],
  );

const ofOthers = (bucket: string): AwsTrouble =>
  new AwsTrouble(
    'name-taken',
    `the bucket ${bucket} belongs to another account, or you may not look into it`,
    ['use another region, where the name is free', 'or have s3:ListBucket granted, if it is yours'],
  );
