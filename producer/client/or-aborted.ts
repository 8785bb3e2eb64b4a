/**
 * What `promise` resolves with, or undefined as soon as the signal aborts: being told to stop is not
 * an error. Leaves no listener and no reaction behind, so that a long life of short waits stays small.
 */
export async function orAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  if (signal === undefined) return promise;
  return new Promise<T | undefined>((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    const done = (): void => signal.removeEventListener('abort', stop);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(done);
    if (signal.aborted) stop();
  });
}
