import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Program, run } from '../support/program.ts';

/* The emulator in a process of its own, whose memory and descriptors the system tells. */

/** Whatever some clients do, the others are served within this. */
const OTHERS_WAIT_MS = 1_000;
const MAX_GROWTH_MIB = 100;
const MIB = 1_024 * 1_024;
const IDLE_SOCKETS = 2_000;
const VANISHING_CLIENTS = 1_000;
/** At once; each is a body under way. */
const TOGETHER = 10;

describe('kinlab serve, abused', () => {
  let program: Program;
  let port: number;

  beforeAll(async () => {
    // Makes the program from its sources where that is still to be done.
    await run(['--version']);
    program = new Program(['serve', '--port', '0']);
    await program.printed(/Ready\./);
    const [, shown] = await program.printed(/127\.0\.0\.1:(\d+)/);
    port = Number(shown);
    await waitMs();
  }, 60_000);
  afterAll(async () => {
    program.signal('SIGTERM');
    await program.ended;
  });

  /** How long an ordinary client waits at this moment, with a connection of its own. */
  async function waitMs(): Promise<number> {
    const startedAt = performance.now();
    const headers = { connection: 'close' };
    const response = await fetch(`http://127.0.0.1:${port}/health`, { headers });
    expect(response.status).toBe(200);
    await response.text();
    return performance.now() - startedAt;
  }

  const memoryMib = (): number =>
    Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))?.[1]) /
    1_024;
  const descriptors = (): number => readdirSync(`/proc/${program.pid}/fd`).length;

  const allClosed = (before: number): Promise<true> =>
    eventually(() => (descriptors() <= before ? true : undefined), {
      withinMs: 5_000,
      what: `${before} descriptors again; there are ${descriptors()}`,
    });

  async function open(): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  }

  /** Runs `abuse` and, beside it, an ordinary client again and again; gives its longest wait. */
  async function worstWaitMs(abuse: Promise<unknown>): Promise<number> {
    const over = abuse.then(() => 'over');
    const waits: number[] = [];
    for (let news = ''; news !== 'over';) {
      const wait = waitMs();
      news = await Promise.race([over, wait.then(() => 'served')]);
      waits.push(await wait);
    }
    return Math.max(...waits);
  }

  it(`serves others beside ${IDLE_SOCKETS} idle sockets, and lets all of them go`, async () => {
    const before = { memoryMib: memoryMib(), descriptors: descriptors() };
    const sockets: Socket[] = [];
    for (let opened = 0; opened < IDLE_SOCKETS; opened++) sockets.push(await open());
    for (let look = 0; look < 10; look++) expect(await waitMs()).toBeLessThan(OTHERS_WAIT_MS);
    expect(descriptors()).toBeGreaterThanOrEqual(IDLE_SOCKETS);
    expect(memoryMib() - before.memoryMib).toBeLessThan(MAX_GROWTH_MIB);
    for (const socket of sockets) socket.destroy();
    await allClosed(before.descriptors);
    expect(program.stderr).not.toContain('too many connections');
  }, 60_000);

  it(`serves others beside ${VANISHING_CLIENTS} clients that vanish in mid-body, and keeps nothing of them`, async () => {
    const before = { memoryMib: memoryMib(), descriptors: descriptors() };
    const head = `POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: Kinesis_20131202.PutRecords\r\nexpect: 100-continue\r\ncontent-length: ${8 * MIB}\r\n\r\n`;
    const part = Buffer.alloc(MIB / 4, '[');
    async function vanish(): Promise<void> {
      const socket = await open();
      socket.write(head);
      // The server has begun to read, so that it is in the middle of a body when its client is gone.
      await once(socket, 'data');
      await new Promise((resolve) => socket.write(part, resolve));
      socket.resetAndDestroy();
    }
    async function vanishAll(): Promise<void> {
      for (let gone = 0; gone < VANISHING_CLIENTS; gone += TOGETHER) {
        await Promise.all(Array.from({ length: TOGETHER }, vanish));
      }
    }
    expect(await worstWaitMs(vanishAll())).toBeLessThan(OTHERS_WAIT_MS);
    await allClosed(before.descriptors);
    expect(memoryMib() - before.memoryMib).toBeLessThan(MAX_GROWTH_MIB);
  }, 60_000);

  it('answers mistakes of every kind by 4xx, and is none the larger for them', async () => {
    const before = { memoryMib: memoryMib(), descriptors: descriptors() };
    const statuses = new Set<number>();
    async function mistake(
      target: string,
      type: string,
      body: Uint8Array<ArrayBuffer>,
    ): Promise<void> {
      const headers = { 'x-amz-target': target, 'content-type': type, connection: 'close' };
      const sent = fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
      const response = await sent.catch(() => undefined);
      if (response) statuses.add(response.status);
      await response?.text();
    }
    const json = (text: string) => new Uint8Array(Buffer.from(text));
    const put = 'Kinesis_20131202.PutRecords';
    async function mistakes(): Promise<void> {
      for (let round = 0; round < 20; round++) {
        await mistake(put, 'application/x-amz-json-1.1', json('['.repeat(2 * MIB)));
        await mistake(
          put,
          'application/x-amz-json-1.1',
          json(`{"StreamName":"${'a'.repeat(2 * MIB)}"}`),
        );
        await mistake(put, 'application/x-amz-cbor-1.1', new Uint8Array(2 * MIB).fill(0x9f));
        await mistake(put, 'application/x-amz-cbor-1.1', new Uint8Array(2 * MIB).fill(0x5f));
        await mistake(
          'Kinesis_20131202.ListStreams',
          'application/x-amz-json-1.1',
          new Uint8Array(5 * MIB),
        );
      }
    }
    expect(await worstWaitMs(mistakes())).toBeLessThan(OTHERS_WAIT_MS);
    expect(statuses).toEqual(new Set([400, 413]));
    await allClosed(before.descriptors);
    expect(memoryMib() - before.memoryMib).toBeLessThan(MAX_GROWTH_MIB);
  }, 60_000);
});
