import { createEmulator, startServer, type Emulator } from '#emulator/index.ts';
import { provision } from '#pipeline/provision.ts';
import type { Topology } from '#pipeline/topology.ts';
import { firehoseClient, kinesisClient, s3Client } from '#runtime/aws.ts';
import { systemClock, type Clock } from '#runtime/clock.ts';
import { EXIT } from '#runtime/errors.ts';
import { createLog, type Log } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { scaledClock } from '#runtime/scaled-clock.ts';
import { aborted } from '#runtime/signals.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../environment.ts';
import { keptInstead } from '../kept-topology.ts';
import { clockAfter, dataChoice, openData, whereKept } from '../open-data.ts';
import { randomSeed } from '../seed.ts';
import type { ProgramScope } from '#runtime/service.ts';
import type { Settings } from '../settings/settings.ts';
import { labTls } from '../tls.ts';
import { topologyFrom } from '../topology-from.ts';
import type { Run } from './command.ts';

/** The emulator alone, for other programs: Kinesis, Firehose and S3 behind one endpoint. */
export const serve: Run = async (settings, { signal, out, talk }) => {
  const isBusy = (): boolean => emulator.isBusy();
  const data = await openData(dataChoice(settings));
  const base = clockAfter(data, systemClock);
  const clock = scaledClock({ speed: settings.speed, isBusy, base });
  const log = createLog({ clock: systemClock, level: 'info', write: talk.write });
  const random = seededRandom(settings.seed ?? randomSeed());

  const emulator = createEmulator({
    clock,
    steering: clock,
    random,
    log,
    limits: settings.limits,
    delays: settings.delays,
    data,
    memoryBytes: settings.memory,
  });
  try {
    await serveEmulator(emulator, { settings, clock, log, signal, out, talk });
  } finally {
    await emulator.close();
    data?.release();
    clock.stop();
  }
  return EXIT.ok;
};

interface Serving extends Pick<ProgramScope, 'signal' | 'out' | 'talk'> {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
}

async function serveEmulator(
  emulator: Emulator,
  { settings, clock, log, signal, out, talk }: Serving,
): Promise<void> {
  await emulator.restore();
  const { host, port } = settings;
  const tls = labTls(settings.tls, host);
  const { handle } = emulator;
  const server = await startServer({ handle, host, port, log, tls: tls.certificate });
  talk.write(`Kinesis, Firehose and S3 at ${server.endpoint}, ${whereKept(settings)}.\n`);
  for (const line of await tls.publish(server.endpoint)) talk.write(`${line}\n`);
  if (settings.provision === 'lab') {
    const wanted = topologyFrom(settings);
    const kept = keptInstead(wanted, await provisionLab(emulator, wanted, clock));
    talk.write(
      'The stream events, the delivery stream events-to-s3 and their buckets are there.\n',
    );
    if (kept !== undefined) talk.write(`${kept}\n`);
  }
  out.write('Ready.\n');

  await aborted(signal);
  await server.close();
  await tls.close();
}

async function provisionLab(
  { requestHandler }: Emulator,
  topology: Topology,
  clock: Clock,
): Promise<Topology> {
  const connection = { region: LOCAL_REGION, requestHandler, credentials: LOCAL_CREDENTIALS };
  return provision({
    kinesis: kinesisClient(connection),
    firehose: firehoseClient(connection),
    s3: s3Client(connection),
    clock,
    topology,
  });
}
