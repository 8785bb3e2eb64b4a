import { EXIT, ExpectedError } from '#runtime/errors.ts';
import { factsOf, isDenied, isThrottle, type ErrorFacts } from './error-facts.ts';

export type TroubleKind =
  | 'no-region'
  | 'no-credentials'
  | 'expired-credentials'
  | 'wrong-credentials'
  | 'wrong-time'
  | 'unreachable'
  | 'access-denied'
  | 'quota'
  | 'throttled'
  | 'name-taken'
  | 'different'
  | 'role-refused'
  | 'never-active'
  | 'interrupted'
  | 'refused';

/** What stands between the lab and AWS, in words a person can act on. */
export class AwsTrouble extends ExpectedError {
  readonly code: TroubleKind;
  override readonly exitCode: number;
  override readonly fixes: readonly string[];

  constructor(code: TroubleKind, message: string, fixes: readonly string[] = [], cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.exitCode =
      code === 'interrupted'
        ? EXIT.interrupted
        : ENVIRONMENT.has(code)
          ? EXIT.environment
          : EXIT.service;
    this.fixes = fixes;
  }
}

/** Of the machine and its settings; all others are AWS's answer. */
const ENVIRONMENT: ReadonlySet<TroubleKind> = new Set([
  'no-region',
  'no-credentials',
  'expired-credentials',
  'wrong-credentials',
  'wrong-time',
  'unreachable',
]);

/** Turns what an AWS client threw into one message with its mend. `doing` says what failed: "create the stream events". */
export function troubleOf(error: unknown, doing: string): AwsTrouble {
  if (error instanceof AwsTrouble) return error;
  const facts = factsOf(error);
  const found = RULES.find(({ fits }) => fits(facts));
  if (!found) {
    return new AwsTrouble('refused', `could not ${doing}: ${wordsOf(facts)}`, [], error);
  }
  return new AwsTrouble(found.kind, found.says(facts, doing), found.fixes, error);
}

interface Rule {
  readonly kind: TroubleKind;
  readonly fits: (facts: ErrorFacts) => boolean;
  readonly says: (facts: ErrorFacts, doing: string) => string;
  readonly fixes: readonly string[];
}

const wordsOf = ({ name, message }: ErrorFacts): string =>
  message === '' || message === name ? name : `${name}: ${message}`;

const named =
  (...names: readonly string[]) =>
  ({ name }: ErrorFacts): boolean =>
    names.includes(name);

const LOG_IN = [
  'export AWS_PROFILE=a-profile-of-yours, or aws configure',
  'with single sign-on: aws sso login',
];

const RULES: readonly Rule[] = [
  {
    kind: 'expired-credentials',
    fits: ({ name, message }) =>
      named(
        'ExpiredToken',
        'ExpiredTokenException',
        'TokenRefreshRequired',
      )({ name } as ErrorFacts) ||
      (CREDENTIALS.test(name) && /expired/i.test(message)),
    says: ({ message }) => `the AWS session has ended: ${message}`,
    fixes: [
      'aws sso login, with --profile if you use one',
      'or new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN',
    ],
  },
  {
    kind: 'no-credentials',
    fits: ({ name }) => CREDENTIALS.test(name),
    says: ({ message }) =>
      `no AWS credentials found, in the environment, a profile, single sign-on, a container or an instance: ${message}`,
    fixes: LOG_IN,
  },
  {
    kind: 'wrong-time',
    fits: ({ name, message }) =>
      named('RequestTimeTooSkewed', 'RequestExpired')({ name } as ErrorFacts) ||
      /signature (expired|not yet current)/i.test(message),
    says: ({ message }) => `this machine's clock is wrong, says AWS: ${message}`,
    fixes: ["set the clock, for example by the system's time service"],
  },
  {
    kind: 'wrong-credentials',
    fits: named(
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidAccessKeyId',
      'SignatureDoesNotMatch',
      'InvalidSignatureException',
      'IncompleteSignature',
      'MissingAuthenticationToken',
      'InvalidToken',
    ),
    says: (facts) => `AWS refused these credentials: ${wordsOf(facts)}`,
    fixes: LOG_IN,
  },
  {
    kind: 'unreachable',
    fits: named(
      'ENOTFOUND',
      'ECONNREFUSED',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'EAI_AGAIN',
      'ETIMEDOUT',
      'ECONNRESET',
      'EPIPE',
      'TimeoutError',
    ),
    says: ({ message }, doing) => `AWS could not be reached to ${doing}: ${message}`,
    fixes: ['check the network, a proxy, and the spelling of AWS_REGION'],
  },
  {
    kind: 'access-denied',
    fits: isDenied,
    says: (facts, doing) => `you may not ${doing}: ${wordsOf(facts)}`,
    fixes: [
      'kinlab iam print prints the permissions that the lab needs; whoever runs the account can grant them',
    ],
  },
  {
    kind: 'throttled',
    fits: isThrottle,
    says: (facts, doing) => `AWS kept refusing calls as too many, to ${doing}: ${wordsOf(facts)}`,
    fixes: ['run it again in a minute; it goes on where it stopped'],
  },
  {
    kind: 'quota',
    fits: named('LimitExceededException', 'LimitExceeded', 'TooManyBuckets'),
    says: (facts, doing) =>
      `a quota of the account is used up, so it could not ${doing}: ${wordsOf(facts)}`,
    fixes: [
      'delete what is no longer needed, use fewer --shards, or ask for more in Service Quotas',
    ],
  },
];

const CREDENTIALS = /^(CredentialsProviderError|TokenProviderError|ProviderError)$/;
