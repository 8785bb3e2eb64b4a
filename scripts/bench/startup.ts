import { freePort, start, startCommand, until } from '../program/child.ts';
import { median, rounds, type Figure } from './figure.ts';

const ROUNDS = 5;

/** From the start of the process until it can be used, and until a newcomer sees something move. */
export async function startup(): Promise<readonly Figure[]> {
  const endpoint: number[] = [];
  const header: number[] = [];
  const firstRecord: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const demo = await startDemo();
    endpoint.push(demo.endpointMs);
    header.push(demo.headerMs);
    firstRecord.push(await firstRecordMs());
  }
  return [
    {
      what: 'start to endpoint answering',
      measured: rounds(endpoint, 'ms'),
      bar: '≤ 1,000 ms',
      isMet: median(endpoint) <= 1_000,
    },
    {
      what: 'start to the settings on the screen',
      measured: rounds(header, 'ms'),
      bar: '≤ 1,500 ms',
      isMet: median(header) <= 1_500,
    },
    {
      what: 'start to first record seen by both consumers, polling at 1 s',
      measured: rounds(firstRecord, 'ms'),
      bar: '≤ 2,500 ms',
      isMet: median(firstRecord) <= 2_500,
    },
  ];
}

async function startDemo(): Promise<{ endpointMs: number; headerMs: number }> {
  const port = await freePort();
  const program = start([...startCommand(), '--port', String(port)]);
  const since = (): number => performance.now() - program.startedAt;
  const endpointMs = await until(program, async () =>
    (await answers(port)) ? since() : undefined,
  );
  const headerMs = await until(program, async () =>
    program.talk().includes('Firehose  ') ? since() : undefined,
  );
  program.child.kill('SIGTERM');
  await program.exit;
  return { endpointMs, headerMs };
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/health`).then(
    ({ ok }) => ok,
    () => false,
  );

async function firstRecordMs(): Promise<number> {
  const program = start(['--import', 'tsx', 'scripts/bench/first-record.ts']);
  await program.exit;
  return Number(program.data());
}
