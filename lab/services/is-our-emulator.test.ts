import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createEmulator, startServer } from '#emulator/index.ts';
import { systemClock } from '#runtime/clock.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { isOurEmulator } from './is-our-emulator.ts';

async function askOf(answer: string): Promise<boolean> {
  const server = createServer((_, response) => response.end(answer)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await isOurEmulator(`http://127.0.0.1:${port}`);
  } finally {
    server.close();
  }
}

describe('the emulator behind an endpoint', () => {
  it('is ours when it says so', async () => {
    const random = seededRandom(7);
    const emulator = createEmulator({ clock: systemClock, random, log: silentLog });
    const server = await startServer({ handle: emulator.handle, port: 0, log: silentLog });
    expect(await isOurEmulator(server.endpoint)).toBe(true);
    await server.close();
    await emulator.close();
    expect(await isOurEmulator(server.endpoint)).toBe(false);
  });

  it.each(['{"services":{},"edition":"community","version":"4.14.0"}', '{}', 'Ready.', ''])(
    "is somebody else's when it answers %s",
    async (answer) => expect(await askOf(answer)).toBe(false),
  );
});
