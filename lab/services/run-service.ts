import { defaultTopology } from '#pipeline/topology.ts';
import { firehoseClient, kinesisClient, s3Client } from '#runtime/aws.ts';
import { systemClock } from '#runtime/clock.ts';
import { EXIT, ExpectedError } from '#runtime/errors.ts';
import { createLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { randomSeed } from '../seed.ts';
import type { Settings } from '../settings.ts';
import { resolveTarget, type Target } from '../target.ts';
import type { ServiceScope } from './service-scope.ts';

/**
 * Runs one service of the lab as a process: gives it clients of the target, and tells of its life in
 * JSON lines on stdout, of which the first names the target.
 */
export async function runService(
  name: string,
  settings: Settings,
  program: ProgramScope,
  run: (scope: ServiceScope, target: Target) => Promise<object | void>,
): Promise<number> {
  const target = resolveTarget(settings, program.env);
  const log = createLog({ clock: systemClock, level: 'info', write: program.out.write });
  const random = seededRandom(settings.seed ?? randomSeed());
  // A seed may be used again by the next process; this must not be.
  const incarnation = `${systemClock.now().toString(36)}${randomSeed().toString(36)}`;
  const clients = {
    kinesis: kinesisClient(target.kinesis),
    firehose: firehoseClient(target.firehose),
    s3: s3Client(target.s3),
  };
  log.info('started', { service: name, ...described(target), incarnation });
  try {
    const outcome = await run(
      {
        ...clients,
        topology: {
          ...defaultTopology,
          shards: settings.shards,
          bufferSeconds: settings.bufferSeconds,
          bufferMiB: settings.bufferMib,
        },
        clock: systemClock,
        random,
        log,
        incarnation,
        signal: program.signal,
      },
      target,
    );
    log.info('stopped', { service: name, ...outcome });
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    log.error('failed', { service: name, error: error.message, code: error.code });
    return error.exitCode;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
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
