import { systemClock } from '#runtime/clock.ts';
import { EXIT, ExpectedError } from '#runtime/errors.ts';
import { createLog, type Log } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { randomSeed } from '../seed.ts';
import type { Settings } from '../settings/settings.ts';
import type { Target } from '../target.ts';
import { servicePlace } from './service-place.ts';
import type { ServiceScope } from './service-scope.ts';
import { startStatusServer, type StatusServer } from './status-server.ts';

/**
 * Runs one service of the lab as a process, which tells of its life in JSON lines on stdout; the first
 * names the target.
 */
export const runService = (
  name: string,
  settings: Settings,
  program: ProgramScope,
  run: (scope: ServiceScope, target: Target) => Promise<object | void>,
): Promise<number> => {
  const log = createLog({ clock: systemClock, level: 'info', write: program.out.write });
  return withTarget(settings, program, log, async (unheard, target) => {
    const server = await statusServer(settings, unheard);
    const scope: ServiceScope = { ...unheard, ...(server && { tell: server.tell }) };
    log.info('started', { service: name, ...described(target), incarnation: scope.incarnation });
    try {
      const outcome = await run(scope, target);
      log.info('stopped', { service: name, ...outcome });
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      log.error('failed', { service: name, error: error.message, code: error.code });
      return error.exitCode;
    } finally {
      await server?.close();
    }
  });
};

/** Nobody can ask a service that has no port for it. */
const statusServer = async (
  { statusPort: port, host }: Settings,
  { incarnation }: ServiceScope,
): Promise<StatusServer | undefined> =>
  port === undefined ? undefined : startStatusServer({ host, port, incarnation });

/** Gives the work clients of the target that the settings and variables name, for as long as it takes. */
export async function withTarget<T>(
  settings: Settings,
  program: ProgramScope,
  log: Log,
  work: (scope: ServiceScope, target: Target) => Promise<T>,
): Promise<T> {
  const { target, clients, topology, close } = await servicePlace(settings, program);
  const seed = settings.seed ?? randomSeed();
  const scope: ServiceScope = {
    ...clients,
    topology,
    clock: systemClock,
    seed,
    random: seededRandom(seed),
    log,
    tell: () => {},
    // A seed may be used again by the next process; this must not be.
    incarnation: `${systemClock.now().toString(36)}${randomSeed().toString(36)}`,
    signal: program.signal,
  };
  try {
    return await work(scope, target);
  } finally {
    close();
  }
}

const described = ({ name, region, firehoseBy, kinesis, firehose, s3 }: Target) => ({
  target: name,
  region,
  endpoints: {
    kinesis: kinesis.endpoint ?? 'AWS',
    firehose: firehose.endpoint ?? 'AWS',
    s3: s3.endpoint ?? 'AWS',
  },
  firehoseBy,
});
