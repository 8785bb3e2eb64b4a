import { EXIT, ExpectedError } from '#runtime/errors.ts';

/** AWS, or what speaks for it, refused what a command asked for. */
class ServiceRefused extends ExpectedError {
  readonly code = 'service-refused';
  override readonly exitCode = EXIT.service;
}

/** Nobody listens where a command looked for the lab. */
class NothingThere extends ExpectedError {
  readonly code = 'nothing-there';
  override readonly exitCode = EXIT.environment;
  override readonly fixes = [
    'start the lab in another terminal: npm start',
    'say where it is: --port 4567, or AWS_ENDPOINT_URL',
  ];
}

/** Runs a command's calls; what is no bug of ours is told without a stack, with what to do about it. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explanationOf(error) ?? error;
  }
}

function explanationOf(error: unknown): ExpectedError | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('$fault' in error) return new ServiceRefused(`${error.name}: ${error.message}`);
  const isRefused = 'code' in error && error.code === 'ECONNREFUSED';
  return isRefused ? new NothingThere(`nothing listens there: ${error.message}`) : undefined;
}
