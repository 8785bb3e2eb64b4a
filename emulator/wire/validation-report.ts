import { AwsError } from '../errors.ts';

/** As on AWS: it stops counting here (AWS documentation of the wording, observed 2013–2021). */
const MAX_ERRORS = 10;

/** Unlike AWS: a longer value is shown in part, so that no answer is larger than its request. */
const MAX_SHOWN_CHARACTERS = 4_096;

/**
 * Collects what is wrong with a request and says it as AWS does, all at once.
 *
 * As on AWS: Kinesis echoes the value that was refused, Firehose does not (probed on AWS, Jul–Sep 2026).
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
    if (value === null) return 'Value null';
    return `Value '${String(value).slice(0, MAX_SHOWN_CHARACTERS)}'`;
  }
}
