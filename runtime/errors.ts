/** What a program ends with, as the AWS CLI v2 documents it, and 1 for an assertion that failed. */
export const EXIT = {
  ok: 0,
  assertion: 1,
  interrupted: 130,
  usage: 252,
  environment: 253,
  service: 254,
  other: 255,
} as const;

/** The root of every error this repository throws on purpose. Anything else is a bug. */
export abstract class ExpectedError extends Error {
  /** Stable and greppable; tests and callers match on this, never on the message. */
  abstract readonly code: string;
  /** What a program that dies of this error exits with. */
  readonly exitCode: number = EXIT.other;
  /** What the person at the keyboard can do about it, most likely first. */
  readonly fixes: readonly string[] = [];

  override get name(): string {
    return this.constructor.name;
  }
}

/** The words on the command line or in the environment are wrong; all problems at once. */
export class UsageError extends ExpectedError {
  readonly code = 'usage';
  override readonly exitCode = EXIT.usage;
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
