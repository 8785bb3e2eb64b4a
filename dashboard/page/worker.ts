import { openFeed, type Message } from './open-feed.ts';

/*
 * One connection to the server for all tabs of a browser: browsers allow six to one host, and an event
 * stream holds its own, so that the seventh tab would stay blank for ever.
 */

/** Nothing tells that a tab is gone; one that does not answer for so long is taken for it. */
const GONE_AFTER_MS = 30_000;

/** When each tab was last heard of. */
const tabs = new Map<MessagePort, number>();
let feed: { readonly close: () => void } | undefined;

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  port.addEventListener('message', ({ data }: MessageEvent<'here' | 'gone'>) => {
    if (data === 'here') join(port);
    else leave(port);
  });
  port.start();
  join(port);
});

function join(port: MessagePort): void {
  const isNew = !tabs.has(port);
  tabs.set(port, performance.now());
  if (!isNew && feed) return;
  // Who comes later needs a whole picture, which only a new connection brings.
  feed?.close();
  feed = openFeed(broadcast);
}

function leave(port: MessagePort): void {
  tabs.delete(port);
  if (tabs.size > 0) return;
  feed?.close();
  feed = undefined;
}

function broadcast(message: Message): void {
  const now = performance.now();
  for (const [port, heardAt] of tabs) {
    if (now - heardAt > GONE_AFTER_MS) leave(port);
    else port.postMessage(message);
  }
}
