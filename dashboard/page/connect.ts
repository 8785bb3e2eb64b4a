import { openFeed, type Message } from './open-feed.ts';

/** How often a tab tells the worker that it is still there. */
const HERE_EVERY_MS = 5_000;

/** Listens to the server, together with all other tabs where the browser can. */
export function connect(onMessage: (message: Message) => void): void {
  if (!('SharedWorker' in globalThis)) {
    openFeed(onMessage);
    return;
  }
  const { port } = new SharedWorker('/worker.js', { type: 'module', name: 'kinlab' });
  let saidAt = performance.now();
  // In answer to what comes, because a tab in the background has slow timers but gets its messages.
  const sayHere = (): void => {
    if (performance.now() - saidAt < HERE_EVERY_MS) return;
    saidAt = performance.now();
    port.postMessage('here');
  };
  port.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    sayHere();
    onMessage(data);
  });
  port.start();
  globalThis.addEventListener('pagehide', () => port.postMessage('gone'));
  globalThis.addEventListener('pageshow', () => port.postMessage('here'));
  document.addEventListener('visibilitychange', () => port.postMessage('here'));
}
