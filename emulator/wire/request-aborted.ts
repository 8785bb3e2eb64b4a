/** What the SDK's own handlers reject with when their caller aborts; callers know it by its name. */
export function requestAborted(): Error {
  const error = new Error('Request aborted');
  error.name = 'AbortError';
  return error;
}

/** Settles as `work` does, or rejects as soon as the signal aborts. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(requestAborted());
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
