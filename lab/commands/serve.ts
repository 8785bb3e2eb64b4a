import { createEmulator, startServer } from '#emulator/index.ts';
import { systemClock } from '#runtime/clock.ts';
import { EXIT } from '#runtime/errors.ts';
import { createLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { scaledClock } from '#runtime/scaled-clock.ts';
import { randomSeed } from '../seed.ts';
import type { Run } from './command.ts';

/** The emulator alone, for other programs: an empty Kinesis, Firehose and S3 behind one endpoint. */
export const serve: Run = async (settings, { signal, out, talk }) => {
  const isBusy = (): boolean => emulator.isBusy();
  const scaled = settings.speed === 1 ? undefined : scaledClock({ speed: settings.speed, isBusy });
  const log = createLog({ clock: systemClock, level: 'info', write: talk.write });
  const random = seededRandom(settings.seed ?? randomSeed());

  const emulator = createEmulator({ clock: scaled ?? systemClock, random, log });
  const { host, port } = settings;
  const server = await startServer({ handle: emulator.handle, host, port, log });
  talk.write(
    `Kinesis, Firehose and S3 at ${server.endpoint}, in memory: nothing outlives this process.\n`,
  );
  out.write('Ready.\n');

  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.close();
  await emulator.close();
  scaled?.stop();
  return EXIT.ok;
};
