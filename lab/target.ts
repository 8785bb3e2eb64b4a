import type { AwsConnection } from '#runtime/aws.ts';
import type { Env } from '#runtime/config.ts';
import { EXIT, ExpectedError } from '#runtime/errors.ts';
import { checkAwsEnvironment } from './aws/check-environment.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from './environment.ts';
import type { Settings } from './settings/settings.ts';

/** Where LocalStack, and our own emulator, listen unless told otherwise. */
const LOCAL_ENDPOINT = 'http://127.0.0.1:4566';

/** Where AWS is for the programs that do not bring it along, by AWS's own variables. */
export interface Target {
  readonly name: 'localstack' | 'aws';
  readonly region: string;
  /** Whose Firehose delivers: the target's own, or ours in front of the target's streams and buckets. */
  readonly firehoseBy: 'target' | 'kinlab';
  readonly kinesis: AwsConnection;
  readonly firehose: AwsConnection;
  readonly s3: AwsConnection;
  readonly sts: AwsConnection;
}

/** What the variables say does not fit together. */
export class TargetUnclear extends ExpectedError {
  readonly code = 'target-unclear';
  override readonly exitCode = EXIT.environment;
  override readonly fixes: readonly string[];

  constructor(message: string, fixes: readonly string[]) {
    super(message);
    this.fixes = fixes;
  }
}

/** Throws TargetUnclear. The embedded target is not resolved: the lab brings it along. */
export function resolveTarget({ target, firehose }: Settings, env: Env): Target {
  if (target === 'embedded') {
    throw new TargetUnclear('the embedded target lives inside `npm start`; this needs another', [
      'use LocalStack or another local endpoint: KINLAB_TARGET=localstack',
    ]);
  }
  const firehoseBy = firehose === 'kinlab' ? 'kinlab' : 'target';
  return target === 'aws'
    ? { name: target, firehoseBy, ...onAws(env) }
    : { name: target, firehoseBy, ...onLocalEndpoint(env) };
}

type Place = Omit<Target, 'name' | 'firehoseBy'>;

/** As the AWS SDK reads them: a service's own variable wins over the general one. */
function onLocalEndpoint(env: Env): Place {
  const region = regionOf(env) ?? LOCAL_REGION;
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] || LOCAL_CREDENTIALS.accessKeyId,
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] || LOCAL_CREDENTIALS.secretAccessKey,
  };
  const at = (service: string): AwsConnection => ({
    region,
    credentials,
    endpoint: env[`AWS_ENDPOINT_URL_${service}`] || env['AWS_ENDPOINT_URL'] || LOCAL_ENDPOINT,
  });
  return {
    region,
    kinesis: at('KINESIS'),
    firehose: at('FIREHOSE'),
    s3: at('S3'),
    sts: at('STS'),
  };
}

/** Endpoints and credentials are the SDK's to find. */
function onAws(env: Env): Place {
  checkAwsEnvironment(env);
  const region = regionOf(env);
  if (region === undefined) {
    throw new TargetUnclear('no AWS region', ['export AWS_REGION=us-east-1']);
  }
  const connection: AwsConnection = { region };
  return {
    region,
    kinesis: connection,
    firehose: connection,
    s3: connection,
    sts: connection,
  };
}

const regionOf = (env: Env): string | undefined =>
  env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined;
