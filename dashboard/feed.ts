import type { ServerResponse } from 'node:http';
import type { Clock } from '#runtime/clock.ts';
import type { Log } from '#runtime/log.ts';
import type { Collector } from './collector.ts';

/** A browser that has not read so much is not looking; it gets a whole picture when it comes back. */
const MOST_UNREAD_BYTES = 4_194_304;
/** What a browser waits before it connects again. */
const RETRY_MS = 500;

/**
 * Sends the picture to every browser that is connected, and then what has changed, at the collector's
 * pace. While nobody is, nothing is asked of anybody.
 */
export class Feed {
  readonly #collector: Collector;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #epoch: string;
  readonly #clients = new Set<ServerResponse>();
  readonly #stopped = new AbortController();
  #number = 0;
  #running: Promise<void> | undefined;

  /** `clock` is the onlooker's: the system's, whatever the lab's does. */
  constructor(
    collector: Collector,
    { clock, log, epoch }: { clock: Clock; log: Log; epoch: string },
  ) {
    this.#collector = collector;
    this.#clock = clock;
    this.#log = log;
    this.#epoch = epoch;
  }

  get clients(): number {
    return this.#clients.size;
  }

  async connect(response: ServerResponse): Promise<void> {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
    if (!this.#running) await this.#tick();
    const snapshot = this.#collector.snapshot();
    if (response.destroyed || this.#stopped.signal.aborted) {
      response.end();
      return;
    }
    // Between the snapshot and the next tick nothing is awaited, so nothing is missed or told twice.
    if (snapshot) response.write(this.#event('snapshot', snapshot));
    this.#clients.add(response);
    response.once('close', () => this.#clients.delete(response));
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    for (const client of this.#clients) client.end();
    this.#clients.clear();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (this.#clients.size > 0 && !signal.aborted) {
      await this.#clock.sleep(this.#collector.pace.tickMs, signal);
      if (!signal.aborted) await this.#tick();
    }
    this.#running = undefined;
  }

  async #tick(): Promise<void> {
    try {
      const event = this.#event('tick', await this.#collector.tick());
      for (const client of this.#clients) send(client, event);
    } catch (error) {
      // A part that does not answer is no reason to leave the others in the dark.
      this.#log.warn('nothing to show', { error: String(error) });
    }
  }

  #event(name: string, data: object): string {
    this.#number += 1;
    return `id: ${this.#epoch}-${this.#number}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  }
}

function send(client: ServerResponse, event: string): void {
  if (client.writableLength > MOST_UNREAD_BYTES) client.destroy();
  else client.write(event);
}
