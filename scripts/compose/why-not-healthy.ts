import { EXIT, ExpectedError } from '#runtime/errors.ts';
import { tokenWanted } from './cannot-start.ts';

/** A container of the stack, as far as it matters to whoever asks why the stack is not up. */
export interface Container {
  readonly service: string;
  readonly state: string;
  readonly exitCode: number;
  readonly health: string;
  /** The last words of its health check or, if it has ended, of its log. */
  readonly lastWords: string;
}

/** One of the stack's services did not become healthy. */
export class StackNotHealthy extends ExpectedError {
  readonly code = 'stack-not-healthy';
  override readonly exitCode = EXIT.service;
  override readonly fixes: readonly string[];

  constructor(message: string, fixes: readonly string[]) {
    super(message);
    this.fixes = fixes;
  }
}

/** LocalStack's exit code where it wants a token and has none. */
const LICENSE_EXIT_CODE = 55;

/** The first service in whose way things stand, in the order in which they start. */
export function whyNotHealthy(containers: readonly Container[], awsImage: string): ExpectedError {
  if (containers.length === 0) {
    return new StackNotHealthy('docker compose started nothing; its own words are above', [
      'docker compose build',
    ]);
  }
  const culprit = containers.find(
    ({ state, health }) => state === 'exited' || health === 'unhealthy',
  );
  if (culprit === undefined) {
    return new StackNotHealthy('not every service became healthy in time', [
      'docker compose ps',
      'docker compose logs',
    ]);
  }
  const { service, state, exitCode, lastWords } = culprit;
  if (service === 'aws' && exitCode === LICENSE_EXIT_CODE) return tokenWanted(awsImage);
  const what = state === 'exited' ? `ended with ${exitCode}` : 'is not healthy';
  return new StackNotHealthy(`${service} ${what}: ${lastWords.trim()}`, [
    `docker compose logs ${service}`,
  ]);
}
