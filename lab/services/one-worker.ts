import { lookup as lookUp } from 'node:dns/promises';
import type { Clock } from '#runtime/clock.ts';

/** The addresses that a name stands for at this moment. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** As the system resolves it. A process that listens on both kinds of address is counted once. */
export const systemLookup: Lookup = async (hostname) => {
  const found = await lookUp(hostname, { all: true });
  const ofFour = found.filter(({ family }) => family === 4);
  return (ofFour.length > 0 ? ofFour : found).map(({ address }) => address);
};

const LOOK_UP_EVERY_MS = 2_000;

export interface OneWorkerOptions {
  /** Of the service, by its name: `http://consumer-1:4580`. */
  readonly url: string;
  readonly clock: Clock;
  readonly lookup: Lookup;
}

/**
 * Of several processes under one name, as `--scale consumer-1=2` starts them, always the same one, while it
 * answers. Each has its own counters, so who asked now this one and now that one would see them jump.
 */
export class OneWorker {
  readonly #options: OneWorkerOptions;
  #addresses: readonly string[] = [];
  #lookedUpAt = -Infinity;
  #chosen: string | undefined;
  #silent: string | undefined;

  constructor(options: OneWorkerOptions) {
    this.#options = options;
  }

  /** How many answer under the name, as it was resolved last. */
  get count(): number {
    return this.#addresses.length;
  }

  /** Where to ask it. */
  async url(): Promise<string> {
    const { url, clock } = this.#options;
    if (clock.now() - this.#lookedUpAt >= LOOK_UP_EVERY_MS) await this.#lookUp();
    if (!this.#chosen || !this.#addresses.includes(this.#chosen)) {
      this.#chosen = this.#addresses.find((one) => one !== this.#silent) ?? this.#addresses[0];
    }
    if (this.#chosen === undefined) return url;
    const place = new URL(url);
    place.hostname = this.#chosen.includes(':') ? `[${this.#chosen}]` : this.#chosen;
    return place.href;
  }

  /** It did not answer: the next time another one is asked, if there is one. */
  failed(): void {
    this.#silent = this.#chosen;
    this.#chosen = undefined;
    this.#lookedUpAt = -Infinity;
  }

  async #lookUp(): Promise<void> {
    const { url, clock, lookup } = this.#options;
    // IPv6 addresses come in brackets, which no resolver knows.
    const hostname = new URL(url).hostname.replaceAll(/[[\]]/g, '');
    this.#addresses = (await lookup(hostname)).toSorted();
    this.#lookedUpAt = clock.now();
  }
}
