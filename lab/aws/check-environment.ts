import type { Env } from '#runtime/config.ts';
import { EXIT, ExpectedError } from '#runtime/errors.ts';

/** Variables that are meant for a local endpoint stand in the way of AWS. */
export class NotForAws extends ExpectedError {
  readonly code = 'not-for-aws';
  override readonly exitCode = EXIT.environment;
  override readonly fixes: readonly string[];

  constructor(message: string, fixes: readonly string[]) {
    super(message);
    this.fixes = fixes;
  }
}

const ENDPOINT = /^AWS_ENDPOINT_URL(_[A-Z0-9_]+)?$/;

/** The literal that local endpoints take for an answer, and AWS never does. */
const LOCAL_LITERAL = 'test';

/**
 * Refuses to go to AWS with variables that point elsewhere. They would be ignored: the lab's clients
 * of AWS take no endpoint from anywhere. But whoever set them expects otherwise.
 */
export function checkAwsEnvironment(env: Env): void {
  const endpoint = Object.keys(env).find((name) => ENDPOINT.test(name) && Boolean(env[name]));
  if (endpoint !== undefined && env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] !== 'true') {
    throw new NotForAws(`KINLAB_TARGET=aws, but ${endpoint}=${env[endpoint]} is set`, [
      `unset ${endpoint}`,
      'or KINLAB_TARGET=localstack, to use that endpoint',
    ]);
  }
  const literal = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].find(
    (name) => env[name] === LOCAL_LITERAL,
  );
  if (literal !== undefined) throw localCredentials(`${literal} is "${LOCAL_LITERAL}"`, literal);
}

/** Whatever the credentials came from. */
export function checkAccessKey(accessKeyId: string): void {
  if (accessKeyId === LOCAL_LITERAL) {
    throw localCredentials(`the access key that was found is "${LOCAL_LITERAL}"`, 'AWS_PROFILE');
  }
}

const localCredentials = (what: string, variable: string): NotForAws =>
  new NotForAws(`KINLAB_TARGET=aws, but ${what}, which works on local endpoints only`, [
    `unset ${variable}, and give your own: aws configure, or export AWS_PROFILE=a-profile-of-yours`,
  ]);
