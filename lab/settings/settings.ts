import { parseArgs } from 'node:util';
import { z } from 'zod';
import { didYouMean, type Env } from '#runtime/config.ts';
import { UsageError } from '#runtime/errors.ts';
import { delays, duration, memory, number, onOrOff, services, whole } from './setting-values.ts';

/**
 * Every setting of the lab, once: its flag is `--some-name`, its variable `KINLAB_SOME_NAME`. AWS's
 * bounds where AWS has them.
 */
const SETTINGS = {
  target: {
    help: 'where AWS is: embedded, localstack (any local endpoint) or aws (default embedded)',
    schema: z.enum(['embedded', 'localstack', 'aws']).default('embedded'),
  },
  firehose: {
    help: "whose Firehose delivers: target, or kinlab's in front of the target's stream (default target)",
    schema: z.enum(['target', 'kinlab']).default('target'),
  },
  input: {
    help: 'payments, earthquakes, flights, a FILE of NDJSON or CSV, or - for stdin (default payments)',
    schema: z.string().min(1).default('payments'),
  },
  key: {
    help: 'FILE, stdin: the field that becomes the partition key',
    schema: z.string().min(1).optional(),
  },
  time: {
    help: 'FILE, stdin: the field that holds the event time',
    schema: z.string().min(1).optional(),
  },
  rate: {
    help: 'records per second on average (default 50; files and stdin: as fast as they come)',
    schema: number(0.01, 1_000_000).optional(),
  },
  shards: { help: 'of the stream (default 2)', schema: whole(1, 100).default(2) },
  speed: { help: "the lab's clock, 0.1 to 600 (default 1)", schema: number(0.1, 600).default(1) },
  for: {
    help: "how long it goes on, such as 90s; in the demo by the lab's clock",
    schema: duration.optional(),
  },
  bufferSeconds: {
    help: "Firehose's interval, 0 to 900 (default 60)",
    schema: whole(0, 900).default(60),
  },
  bufferMib: { help: "Firehose's size, 1 to 128 (default 1)", schema: whole(1, 128).default(1) },
  seed: {
    help: 'makes input, keys and identifiers repeatable',
    schema: whole(0, 2 ** 31 - 1).optional(),
  },
  port: {
    help: 'of the AWS endpoint; 0 = any (default 4566)',
    schema: whole(0, 65_535).default(4566),
  },
  read: {
    help: 'a consumer reads by polling or by enhanced fan-out (efo); on local endpoints polling unless told',
    schema: z.enum(['polling', 'efo']).optional(),
  },
  provision: {
    help: 'lab: make the stream, buckets and delivery stream of the lab at the start (default none)',
    schema: z.enum(['none', 'lab']).default('none'),
  },
  host: {
    help: 'the address to listen on; others than 127.0.0.1 are for containers (default 127.0.0.1)',
    schema: z.string().min(1).default('127.0.0.1'),
  },
  statusPort: {
    help: 'where the service says how it stands, at GET /status; 0 = any (default: nowhere)',
    schema: whole(0, 65_535).optional(),
  },
  services: {
    help: 'whom the page asks: producer=http://HOST:PORT,consumer-1=…,consumer-2=…,firehose=…',
    schema: services.default({}),
  },
  limits: {
    help: "AWS's limits of calls, records and bytes per second: on or off (default on)",
    schema: z.enum(['on', 'off']).default('on'),
  },
  delays: {
    help: 'how long changes take: fast, aws, or one by one: aws,split-merge=5s (default fast)',
    schema: delays.default({ profile: 'fast' }),
  },
  stream: { help: 'its name (default events)', schema: z.string().min(1).optional() },
  bucket: { help: 'its name (default events-archive)', schema: z.string().min(1).optional() },
  object: { help: 'its key (default the newest)', schema: z.string().min(1).optional() },
  from: {
    help: 'the first record: start, latest, or how long ago, such as 5m (default 1m)',
    schema: z
      .union([z.enum(['start', 'latest']), duration], 'start, latest, or a time such as 5m, please')
      .default(60_000),
  },
  tls: { help: 'speaks TLS too, on the same port, by a certificate of its own', schema: onOrOff },
  dashboardPort: {
    help: 'of the live page; one that is taken gives way to any that is free (default 5566)',
    schema: whole(0, 65_535).default(5566),
  },
  lesson: {
    help: 'the live page opens on this lesson, 1 to 8 (default: none)',
    schema: whole(1, 8).optional(),
  },
  noDashboard: { help: 'no live page', schema: onOrOff },
  data: {
    help: 'a folder in which everything outlives the process (default: in memory)',
    schema: z.string().min(1).optional(),
  },
  fsync: {
    help: 'on: what is acknowledged also survives the loss of power (default off)',
    schema: z.enum(['on', 'off']).default('off'),
  },
  memory: {
    help: 'for the newest records; older ones are in a file until they age out (default 256MiB)',
    schema: memory.optional(),
  },
  report: { help: 'a file for the report as JSON', schema: z.string().min(1).optional() },
  output: {
    help: '-o text or json: the report on stdout (default text)',
    schema: z.enum(['text', 'json']).default('text'),
  },
} as const;

export type SettingName = keyof typeof SETTINGS;

export type Settings = {
  readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']>;
};

/** Those that stand alone, as `--tls` does. */
const SWITCHES: ReadonlySet<string> = new Set<SettingName>(['tls', 'noDashboard']);

const NAMES = Object.keys(SETTINGS) as SettingName[];

const kebab = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const flagOf = (name: string): string => `--${kebab(name)}`;
const variableOf = (name: string): string =>
  `KINLAB_${kebab(name).replaceAll('-', '_').toUpperCase()}`;

/** Names a variable may have although no flag goes with it. */
const OTHER_VARIABLES: readonly string[] = ['KINLAB_YES'];

/**
 * Reads flags over variables over defaults. Throws UsageError with every problem of both at once.
 *
 * `accepts` are the settings that the verb at hand has; a flag of another verb is unknown to it.
 */
export function readSettings(
  args: readonly string[],
  env: Env,
  accepts: readonly SettingName[] = NAMES,
): Settings {
  const problems: string[] = [];
  const flags = readFlags(args, accepts, problems);
  checkVariables(env, problems);

  const settings: Record<string, unknown> = {};
  for (const name of NAMES) {
    const flag = flags.get(name);
    const source = flag === undefined ? variableOf(name) : flagOf(name);
    const result = SETTINGS[name].schema.safeParse(flag ?? (env[variableOf(name)] || undefined));
    if (result.success) settings[name] = result.data;
    else problems.push(...result.error.issues.map((issue) => `${source}: ${issue.message}`));
  }
  if (problems.length > 0) throw new UsageError(problems);
  return Object.freeze(settings) as Settings;
}

function readFlags(
  args: readonly string[],
  accepts: readonly SettingName[],
  problems: string[],
): ReadonlyMap<SettingName, string> {
  const byFlag = new Map(accepts.map((name) => [kebab(name), name]));
  const options = Object.fromEntries(
    [...byFlag].map(([flag, name]) => [
      flag,
      {
        type: SWITCHES.has(name) ? ('boolean' as const) : ('string' as const),
        ...(flag === 'output' && { short: 'o' }),
      },
    ]),
  );
  const flags = new Map<SettingName, string>();
  const { tokens } = parseArgs({
    args: joinDash(args),
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  let valueOfUnknownAt = -1;
  for (const token of tokens) {
    if (token.kind === 'positional' && token.index !== valueOfUnknownAt) {
      problems.push(`"${token.value}": no such argument`);
    }
    if (token.kind !== 'option') continue;
    const name = byFlag.get(token.name);
    if (name === undefined) {
      problems.push(unknown(token.rawName, accepts.map(flagOf)));
      valueOfUnknownAt = token.index + 1;
    } else if (SWITCHES.has(name) && token.value === undefined) flags.set(name, 'true');
    else if (token.value === undefined) problems.push(`${token.rawName}: needs a value`);
    else flags.set(name, token.value);
  }
  return flags;
}

/** `--input -` means stdin; the parser would take the dash for an argument of its own. */
const joinDash = (args: readonly string[]): string[] =>
  args.flatMap((arg, at) =>
    arg === '-' && args[at - 1]?.startsWith('--')
      ? []
      : args[at + 1] === '-'
        ? [`${arg}=-`]
        : [arg],
  );

function checkVariables(env: Env, problems: string[]): void {
  const known = [...NAMES.map(variableOf), ...OTHER_VARIABLES];
  for (const name of Object.keys(env)) {
    if (name.startsWith('KINLAB_') && !known.includes(name)) problems.push(unknown(name, known));
  }
}

function unknown(given: string, names: readonly string[]): string {
  const near = didYouMean(given, names);
  return near === undefined
    ? `${given}: no such setting`
    : `${given}: no such setting; did you mean ${near}?`;
}

/** One line per setting, for `--help`. */
export const settingsHelp = (accepts: readonly SettingName[]): string =>
  accepts.map((name) => `  ${flagOf(name).padEnd(18)}${SETTINGS[name].help}`).join('\n');
