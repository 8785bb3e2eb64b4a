/**
 * As over a socket, an answer comes in a later turn of the event loop. Without this a busy client in
 * process would run from answer to answer in microtasks, and timers, sockets and signals would starve.
 */
export const turnOfTheLoop = (): Promise<void> =>
  new Promise((resolve) => void setImmediate(resolve));
