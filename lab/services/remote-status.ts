import { z } from 'zod';
import type { Numbered } from '#pipeline/recent.ts';
import type { Source } from '#pipeline/status.ts';
import type { Clock } from '#runtime/clock.ts';
import { OneWorker, systemLookup, type Lookup } from './one-worker.ts';

/** A round of questions waits so long for a service, and shows what it said last if it is slower. */
const PATIENCE_MS = 250;
/** After that it counts as away. */
const ANSWER_WITHIN_MS = 2_000;

/** What statuses carry that is told once. */
const NEWS = ['samples', 'windows', 'alerts', 'deliveries'] as const;
type News = { readonly [Name in (typeof NEWS)[number]]?: readonly Numbered<object>[] };

const answered = z.object({
  incarnation: z.string(),
  status: z.record(z.string(), z.unknown()),
});

export interface RemoteStatusOptions {
  /** Of the service: `http://producer:4580`. */
  readonly url: string;
  /** The onlooker's. */
  readonly clock: Clock;
  /** The system's unless given. */
  readonly lookup?: Lookup;
}

export interface RemoteStatus<Status> {
  /** Undefined until it has answered once. What it is told to have heard it knows better itself. */
  readonly source: Source<Status | undefined>;
  /** What it said last. */
  readonly last: () => Status | undefined;
  /** How many answer under its name; one of them is asked. */
  readonly workers: () => number;
}

/** The status of a service in another process. One that does not answer is away; nothing is told twice. */
export function remoteStatus<Status extends News & { readonly isAway?: boolean }>({
  url,
  clock,
  lookup = systemLookup,
}: RemoteStatusOptions): RemoteStatus<Status> {
  const worker = new OneWorker({ url, clock, lookup });
  let incarnation = '';
  let heard = 0;
  let last: Status | undefined;
  let fresh: Status | undefined;
  let isAway = false;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    try {
      const told = await fetchStatus(await worker.url(), heard);
      if (told.incarnation !== incarnation && heard > 0) {
        // Another process, whose numbers begin anew: what it has told by low ones was not heard yet.
        heard = 0;
        incarnation = told.incarnation;
        return await ask();
      }
      incarnation = told.incarnation;
      fresh = told.status as unknown as Status;
      heard = Math.max(heard, newestIn(fresh));
      isAway = false;
    } catch {
      worker.failed();
      isAway = true;
    }
  }

  return {
    last: () => last,
    workers: () => worker.count,
    source: async () => {
      if (!fresh) {
        asking ??= ask().finally(() => (asking = undefined));
        const waited = new AbortController();
        await Promise.race([asking, clock.sleep(PATIENCE_MS, waited.signal)]);
        waited.abort();
      }
      const news = fresh;
      fresh = undefined;
      last = news ?? last;
      if (news) return news;
      return last && { ...last, ...withoutNews(last), isAway };
    },
  };
}

async function fetchStatus(url: string, since: number): Promise<z.output<typeof answered>> {
  const response = await fetch(new URL(`/status?since=${since}`, url), {
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return answered.parse(await response.json());
}

const newestIn = (status: News): number =>
  Math.max(0, ...NEWS.map((name) => status[name]?.at(-1)?.n ?? 0));

const withoutNews = (status: News): News =>
  Object.fromEntries(NEWS.filter((name) => name in status).map((name) => [name, []]));
