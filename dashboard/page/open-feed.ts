import type { Snapshot, Tick } from '../view.ts';

/** What comes from the server, or is to be known of the way to it. */
export type Message =
  | { readonly kind: 'snapshot'; readonly data: Snapshot }
  | { readonly kind: 'tick'; readonly data: Tick }
  | { readonly kind: 'lost' };

/** Listens to the server until closed. The browser connects again by itself, and is sent a whole picture. */
export function openFeed(onMessage: (message: Message) => void): { readonly close: () => void } {
  const source = new EventSource('/events');
  source.addEventListener('snapshot', ({ data }: MessageEvent<string>) => {
    onMessage({ kind: 'snapshot', data: JSON.parse(data) as Snapshot });
  });
  source.addEventListener('tick', ({ data }: MessageEvent<string>) => {
    onMessage({ kind: 'tick', data: JSON.parse(data) as Tick });
  });
  source.addEventListener('error', () => onMessage({ kind: 'lost' }));
  return { close: () => source.close() };
}
