import type { Job } from './job.ts';
import { RawClient } from '../../program/raw-client.ts';

const WARM_UP_CALLS = 60;
const MAX_WARM_UP_MS = 1_000;
const MAX_CALLS = 1_000;
const MAX_MS = 2_000;

type Bounds = Pick<Job, 'maxCalls' | 'maxMs' | 'warmUpCalls'>;

/**
 * Sends the requests in turn on each connection and counts what is answered. Whichever comes first ends
 * the warming up, and the measurement: so many calls or so much time, and then nothing is waited for.
 */
export async function callsPerSecond(
  port: number,
  connections: number,
  requests: readonly Buffer[],
  { maxCalls = MAX_CALLS, maxMs = MAX_MS, warmUpCalls = WARM_UP_CALLS }: Bounds,
): Promise<number> {
  const clients = Array.from({ length: connections }, () => new RawClient(port));
  const warmUp = { calls: warmUpCalls, ms: MAX_WARM_UP_MS };
  const rate = await new Promise<number>((resolve, reject) => {
    let phase = new Phase(warmUp);
    let isWarm = false;
    let isOver = false;
    let sent = 0;
    async function drive(client: RawClient): Promise<void> {
      while (!isOver) {
        const request = requests[sent++ % requests.length];
        if (!request) throw new Error('nothing to send');
        const { status, body } = await client.send(request);
        if (status !== 200) throw new Error(`${status} ${body().slice(0, 500)}`);
        if (!phase.endsWithOneMore()) continue;
        if (isWarm) resolve(phase.perSecond());
        isOver = isWarm;
        isWarm = true;
        phase = new Phase({ calls: maxCalls, ms: maxMs });
      }
    }
    Promise.all(clients.map(drive)).catch(reject);
  });
  for (const client of clients) client.close();
  return rate;
}

class Phase {
  readonly #bounds: { readonly calls: number; readonly ms: number };
  readonly #startedAt = performance.now();
  #answered = 0;

  constructor(bounds: { readonly calls: number; readonly ms: number }) {
    this.#bounds = bounds;
  }

  endsWithOneMore(): boolean {
    this.#answered += 1;
    const { calls, ms } = this.#bounds;
    return this.#answered >= calls || performance.now() - this.#startedAt >= ms;
  }

  perSecond(): number {
    return (this.#answered * 1_000) / (performance.now() - this.#startedAt);
  }
}
