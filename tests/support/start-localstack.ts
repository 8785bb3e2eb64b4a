import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { GenericContainer, Wait } from 'testcontainers';
import type { TestProject } from 'vitest/node';
import { kinesisClient } from '#runtime/aws.ts';
import { ROOT } from './repository.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The endpoint of LocalStack, where tests are to run on it. */
    readonly localstack?: string;
  }
}

/** The image that the compose file starts, by the same Dockerfile. */
const IMAGE = 'kinlab-localstack:4.14.0';
const PORT = 4566;

const ENVIRONMENT = {
  // Firehose needs DynamoDB to read a stream, and STS to write an object.
  SERVICES: 'kinesis,firehose,s3,dynamodb,sts,iam',
  // Otherwise all streams are written to a file every 5 s.
  KINESIS_PERSISTENCE: '0',
  DISABLE_EVENTS: '1',
  SKIP_SSL_CERT_DOWNLOAD: '1',
};

/** One LocalStack for all files of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const image = await GenericContainer.fromDockerfile(`${ROOT}docker/localstack`)
    .withBuildkit()
    .build(IMAGE, { deleteOnExit: false });
  const container = await image
    .withEnvironment(ENVIRONMENT)
    .withExposedPorts(PORT)
    .withWaitStrategy(Wait.forHttp('/_localstack/health', PORT))
    .start();
  const endpoint = `http://${container.getHost()}:${container.getMappedPort(PORT)}`;
  await startEngine(endpoint);
  project.provide('localstack', endpoint);
  return async () => {
    await container.stop();
  };
}

/** Its Kinesis starts at the first call, and until then refuses those that come meanwhile. */
async function startEngine(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const kinesis = kinesisClient({ region: 'eu-west-1', endpoint, credentials });
  await kinesis.send(new ListStreamsCommand({}));
  kinesis.destroy();
}
