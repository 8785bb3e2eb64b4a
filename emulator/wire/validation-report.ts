import { AwsError } from '../errors.ts';

/** AWS stops counting here (trap 9). */
const MAX_ERRORS = 10;

/**
 * Collects what is wrong with a request and says it as AWS does, all at once.
 *
 * As on AWS: Kinesis echoes the value that was refused, Firehose does not (trap 10).
 */
export class ValidationReport {
  readonly #echoesValues: boolean;
  readonly #errors: string[] = [];

  constructor({ echoesValues }: { echoesValues: boolean }) {
    this.#echoesValues = echoesValues;
  }

  get isFull(): boolean {
    return this.#errors.length >= MAX_ERRORS;
  }

  /** `value` null stands for a missing member. */
  add(value: string | number | null, path: string, constraint: string): void {
    if (this.isFull) return;
    this.#errors.push(
      `${this.#shown(value)} at '${path}' failed to satisfy constraint: ${constraint}`,
    );
  }

  throwIfAny(): void {
    const count = this.#errors.length;
    if (count === 0) return;
    const noun = count === 1 ? 'error' : 'errors';
    throw new AwsError(
      'ValidationException',
      `${count} validation ${noun} detected: ${this.#errors.join('; ')}`,
    );
  }

  #shown(value: string | number | null): string {
    if (!this.#echoesValues) return 'Value';
    return value === null ? 'Value null' : `Value '${value}'`;
  }
}
