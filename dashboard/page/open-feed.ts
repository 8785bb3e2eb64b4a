import { AWAKE, systemClock } from '#runtime/clock.ts';
import type { Snapshot, Tick } from '../messages.ts';

/** What comes from the server, or is to be known of the way to it. */
export type Message =
  | { readonly kind: 'snapshot'; readonly data: Snapshot }
  | { readonly kind: 'tick'; readonly data: Tick }
  | { readonly kind: 'lost' };

/** A browser gives up for good when something else answers in the server's place; then it is asked anew. */
const ANEW_AFTER_MS = 1_000;

/** Listens to the server until closed. The browser connects again by itself, and is sent a whole picture. */
export function openFeed(onMessage: (message: Message) => void): { readonly close: () => void } {
  const closed = new AbortController();
  let source = open();

  function open(): EventSource {
    const opened = new EventSource('/events');
    opened.addEventListener('snapshot', ({ data }: MessageEvent<string>) => {
      onMessage({ kind: 'snapshot', data: JSON.parse(data) as Snapshot });
    });
    opened.addEventListener('tick', ({ data }: MessageEvent<string>) => {
      onMessage({ kind: 'tick', data: JSON.parse(data) as Tick });
    });
    opened.addEventListener('error', () => {
      onMessage({ kind: 'lost' });
      if (opened.readyState === EventSource.CLOSED) void openAnew();
    });
    return opened;
  }

  async function openAnew(): Promise<void> {
    await systemClock.sleep(ANEW_AFTER_MS, closed.signal);
    if (!closed.signal.aborted) source = open();
  }

  return {
    close() {
      closed.abort(AWAKE);
      source.close();
    },
  };
}
