import { onTestFinished, describe, expect, it } from 'vitest';
import { systemClock } from '#runtime/clock.ts';
import { remoteStatus } from './remote-status.ts';
import { startStatusServer, type StatusServer } from './status-server.ts';

interface Told {
  readonly isAway?: boolean;
  readonly put: number;
  readonly samples: readonly { readonly n: number }[];
}

const serve = async (incarnation: string, port = 0): Promise<StatusServer> => {
  const server = await startStatusServer({ host: '127.0.0.1', port, incarnation });
  onTestFinished(() => server.close().catch(() => {}));
  return server;
};

/** Tells numbers 1 to `newest`, as a service does. */
const tellUpTo = (server: StatusServer, newest: number): void =>
  server.tell((since): Told => ({
    put: newest,
    samples: Array.from({ length: newest }, (_, at) => ({ n: at + 1 })).filter(
      ({ n }) => n > since,
    ),
  }));

const numbersOf = (told: Told | undefined) => told?.samples.map(({ n }) => n);

describe('the status of a service in another process', () => {
  it('is told once, and its counters stay', async () => {
    const server = await serve('one');
    const { source, last } = remoteStatus<Told>({
      url: `http://127.0.0.1:${server.port}`,
      clock: systemClock,
    });
    expect(await source(0)).toBeUndefined();
    tellUpTo(server, 2);
    expect(numbersOf(await source(0))).toEqual([1, 2]);
    expect(numbersOf(await source(0))).toEqual([]);
    tellUpTo(server, 3);
    expect(numbersOf(await source(0))).toEqual([3]);
    expect(last()).toMatchObject({ put: 3 });
  });

  it('is away while nobody answers, and begins anew with another process', async () => {
    const server = await serve('one');
    tellUpTo(server, 5);
    const { source } = remoteStatus<Told>({
      url: `http://127.0.0.1:${server.port}`,
      clock: systemClock,
    });
    expect(numbersOf(await source(0))).toEqual([1, 2, 3, 4, 5]);
    await server.close();
    expect(await source(0)).toEqual({ put: 5, samples: [], isAway: true });

    const next = await serve('two', server.port);
    tellUpTo(next, 2);
    const told = await source(0);
    expect(numbersOf(told)).toEqual([1, 2]);
    expect(told?.isAway).toBeUndefined();
  });

  it('is that of one of several processes under one name, which are counted', async () => {
    const server = await serve('one');
    tellUpTo(server, 1);
    const { source, workers } = remoteStatus<Told>({
      url: `http://consumer-1:${server.port}`,
      clock: systemClock,
      lookup: async () => ['127.0.0.9', '127.0.0.1'],
    });
    expect(workers()).toBe(0);
    expect(numbersOf(await source(0))).toEqual([1]);
    expect(workers()).toBe(2);
    tellUpTo(server, 3);
    expect(numbersOf(await source(0))).toEqual([2, 3]);
  });

  it('is shown as it was while its service takes its time, and then not left out', async () => {
    const server = await serve('one');
    tellUpTo(server, 1);
    const gate = { open: (): void => {} };
    const slow = new Promise<void>((resolve) => (gate.open = resolve));
    const { source } = remoteStatus<Told>({
      url: `http://127.0.0.1:${server.port}`,
      // A round waits no longer than this for anybody.
      clock: { ...systemClock, sleep: () => slow },
    });
    gate.open();
    const first = await source(0);
    expect(first).toBeUndefined();
    const found = await until(async () => await source(0));
    expect(numbersOf(found)).toEqual([1]);
  });
});

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await systemClock.sleep(5);
  }
}
