import type { Env } from '#runtime/config.ts';
import { UsageError } from '#runtime/errors.ts';

/** An image that compose.yaml names. */
export interface StackImage {
  readonly name: string;
  /** The service whose build makes it; undefined when it comes from a registry as it is. */
  readonly builtBy?: string;
  /** The image that the build starts from. */
  readonly base?: string;
}

/** A port that the stack publishes, and the variable that moves it. */
export interface StackPort {
  readonly port: number;
  readonly variable: string;
}

/** What the variables make of compose.yaml. */
export interface Stack {
  readonly ports: readonly StackPort[];
  readonly images: readonly StackImage[];
  readonly awsImage: string;
  /** Services that only make an image, so that compose does not build them by itself. */
  readonly buildFirst: readonly string[];
  /** Of LocalStack's account, which images after 4.14.0 ask for. */
  readonly hasToken: boolean;
}

const NODE = 'node:24-bookworm-slim';
const SERVICES: StackImage = { name: 'kinlab:0.1.0', builtBy: 'producer', base: NODE };
const OUR_AWS: StackImage = { name: 'kinlab-aws:0.1.0', builtBy: 'kinlab-aws', base: NODE };
const LOCALSTACK: StackImage = {
  name: 'kinlab-localstack:4.14.0',
  builtBy: 'aws',
  base: 'localstack/localstack:4.14.0',
};
const FIREHOSE_PORT = 4573;
const AWS_PORT = 4566;
const PAGE_PORT = 5566;

export function stackOf(env: Env): Stack {
  const firehose = env['KINLAB_FIREHOSE'] || undefined;
  if (firehose !== undefined && firehose !== 'kinlab') {
    throw new UsageError([`KINLAB_FIREHOSE: kinlab or nothing, please; not "${firehose}"`]);
  }
  const awsImage = env['KINLAB_AWS_IMAGE'] || LOCALSTACK.name;
  return {
    ports: [
      portIn(env, 'KINLAB_PORT', AWS_PORT),
      portIn(env, 'KINLAB_DASHBOARD_PORT', PAGE_PORT),
      ...(firehose ? [portIn(env, 'KINLAB_FIREHOSE_PORT', FIREHOSE_PORT)] : []),
    ],
    images: [
      SERVICES,
      [OUR_AWS, LOCALSTACK].find(({ name }) => name === awsImage) ?? { name: awsImage },
    ],
    awsImage,
    buildFirst: awsImage === OUR_AWS.name ? ['kinlab-aws'] : [],
    hasToken: Boolean(env['LOCALSTACK_AUTH_TOKEN']),
  };
}

function portIn(env: Env, variable: string, otherwise: number): StackPort {
  const port = Number(env[variable] || otherwise);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return { port, variable };
  throw new UsageError([`${variable}: a port from 1 to 65535, please`]);
}
