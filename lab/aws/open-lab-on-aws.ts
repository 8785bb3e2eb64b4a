import { isDeepStrictEqual } from 'node:util';
import { step } from '#pipeline/aws/call.ts';
import { planFor } from '#pipeline/aws/plan.ts';
import { provisionOnAws } from '#pipeline/aws/provision.ts';
import { EXIT, UsageError } from '#runtime/errors.ts';
import { seededRandom } from '#runtime/random.ts';
import type { ProgramScope } from '#runtime/service.ts';
import type { Settings } from '../settings/settings.ts';
import { counted } from '../terminal/status-line.ts';
import { topologyFrom } from '../topology-from.ts';
import type { WatchedLab } from '../watched-lab.ts';
import { ask, NotConfirmed } from './ask.ts';
import { confirmationLines } from './confirmation.ts';
import { loadOf } from './load.ts';
import { openAccount, type MakeClients } from './open-account.ts';
import { startLabOnAws, type AwsLabOptions } from './start-lab-on-aws.ts';

export interface DemoParts extends Pick<
  AwsLabOptions,
  'clock' | 'seed' | 'log' | 'input' | 'onAlert'
> {
  /** A line for people that stays. */
  readonly say: (line: string) => void;
}

/** Shows what it would cost and asks; then makes what is missing on AWS, and starts the lab there. */
export async function openLabOnAws(
  settings: Settings,
  scope: ProgramScope,
  parts: DemoParts,
  makeClients?: MakeClients,
): Promise<WatchedLab> {
  refuseWhatAwsHasNot(settings);
  const { signal } = scope;
  const calls = { clock: parts.clock, random: seededRandom(parts.seed).fork('calls'), signal };
  const account = await openAccount(scope.env, calls, makeClients);
  try {
    const { clients, place, identity } = account;
    const plan = planFor(topologyFrom(settings), place);
    for (const line of confirmationLines(plan, identity, loadOf(settings))) parts.say(line);
    await confirm(settings, scope);
    const { region } = place;
    await provisionOnAws({
      ...calls,
      clients,
      region,
      plan,
      say: (line) => parts.say(`  ${line}`),
    });
    const { say } = parts;
    const onObjects = (objects: number): void =>
      say(`  ✔ s3://${plan.topology.bucket}/   ${counted(objects, 'object')} more`);
    const lab = await step('start the producer and the consumers', () =>
      startLabOnAws({ ...parts, clients, plan, onObjects }),
    );
    say('  Everything is ACTIVE; producing. Ctrl-C for the report.');
    return { ...lab, stop: () => lab.stop().finally(account.close) };
  } catch (error) {
    account.close();
    throw error;
  }
}

/** What the embedded lab alone has, and with which value it changes nothing. */
const EMBEDDED_ONLY = [
  ['speed', 1, '--speed'],
  ['limits', 'on', '--limits'],
  ['tls', false, '--tls'],
] as const;

function refuseWhatAwsHasNot(settings: Settings): void {
  const problems = EMBEDDED_ONLY.filter(([name, usual]) => settings[name] !== usual).map(
    ([, , flag]) =>
      `${flag} goes with the embedded target: on AWS there is nothing it could change`,
  );
  if (!isDeepStrictEqual(settings.delays, { profile: 'fast' })) {
    problems.push('--delays goes with the embedded target: AWS takes as long as it takes');
  }
  if (settings.firehose !== 'target') {
    problems.push('KINLAB_FIREHOSE=kinlab goes with local endpoints, not with aws');
  }
  if (problems.length > 0) throw new UsageError(problems);
}

const MENDS = ['KINLAB_YES=1 answers, for example in CI'];

/** Throws NotConfirmed. */
async function confirm({ input }: Settings, scope: ProgramScope): Promise<void> {
  if (scope.env['KINLAB_YES'] === '1') return;
  if (input === '-') {
    throw new NotConfirmed(
      'stdin is the input, so it cannot answer; nothing was made',
      EXIT.usage,
      MENDS,
    );
  }
  const answer = await ask('Go on? [y/N] ', scope, MENDS);
  if (!/^(y|yes)$/i.test(answer)) throw new NotConfirmed('nothing was made', EXIT.other);
}
