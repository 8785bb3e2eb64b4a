import { openFeed, type Message } from './open-feed.ts';
import { Tabs } from './tabs.ts';

/*
 * One connection to the server for all tabs of a browser: browsers allow six to one host, and an event
 * stream holds its own, so that the seventh tab would stay blank for ever.
 */

const tabs = new Tabs<MessagePort>();
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
  const isNew = tabs.hear(port, performance.now());
  if (!isNew && feed) return;
  // Who comes later needs a whole picture, which only a new connection brings.
  feed?.close();
  feed = openFeed(broadcast);
}

function leave(port: MessagePort): void {
  tabs.leave(port);
  closeIfAlone();
}

function broadcast(message: Message): void {
  for (const port of tabs.tell(performance.now())) port.postMessage(message);
  closeIfAlone();
}

function closeIfAlone(): void {
  if (tabs.size > 0) return;
  feed?.close();
  feed = undefined;
}
