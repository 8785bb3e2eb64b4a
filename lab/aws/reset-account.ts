import type { CallOptions } from '#pipeline/aws/call.ts';
import { deleteTagged } from '#pipeline/aws/delete-tagged.ts';
import { findTagged, type Tagged } from '#pipeline/aws/find-tagged.ts';
import { TAG } from '#pipeline/aws/tag.ts';
import { defaultTopology } from '#pipeline/topology.ts';
import { EXIT } from '#runtime/errors.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { ask, NotConfirmed } from './ask.ts';
import { openAccount, type Account, type MakeClients } from './open-account.ts';

type Caller = Pick<ProgramScope, 'env' | 'stdin' | 'talk' | 'signal'>;

/**
 * Lists what carries the lab's tag in this account and region, asks for the stream's name, and deletes
 * that and only that. Nothing but the name will do for a yes: not `y`, and no variable.
 */
export async function resetAccount(
  caller: Caller,
  calls: CallOptions,
  makeClients?: MakeClients,
): Promise<void> {
  const say = (line: string): void => caller.talk.write(`${line}\n`);
  const account = await openAccount(caller.env, calls, makeClients);
  try {
    const { clients, place } = account;
    const scope = { ...calls, clients, region: place.region, say };
    const found = await findTagged(scope);
    for (const line of foundLines(found, account)) say(line);
    if (countOf(found) === 0) return;
    await confirm(nameAskedFor(found), caller);
    await deleteTagged({ ...scope, say: (line) => say(`  ${line}`) }, found);
    say('Nothing that carries the tag is left.');
  } finally {
    account.close();
  }
}

/** Usually there is one; without any, the name that it would have had. */
const nameAskedFor = ({ streams }: Tagged): string =>
  streams.length === 0 ? defaultTopology.stream : streams.join(' ');

/** Throws NotConfirmed. */
async function confirm(name: string, caller: Caller): Promise<void> {
  const mends = [`echo "${name}" | kinlab reset, for example in CI`];
  const answer = await ask(
    `Type the stream's name, ${name}, to delete all of this: `,
    caller,
    mends,
  );
  if (answer !== name) {
    throw new NotConfirmed(`"${answer}" is not ${name}; nothing was deleted`, EXIT.other);
  }
}

const countOf = ({ deliveryStreams, streams, buckets, roles }: Tagged): number =>
  deliveryStreams.length + streams.length + buckets.length + roles.length;

function foundLines(found: Tagged, { place }: Account): readonly string[] {
  const { deliveryStreams, streams, buckets, roles, unseen } = found;
  const where = `with the tag ${TAG.Key}=${TAG.Value} in account ${place.account}, region ${place.region}`;
  const kinds: readonly (readonly [kind: string, names: readonly string[]])[] = [
    ['delivery stream', deliveryStreams],
    ['stream', streams],
    ['bucket', buckets],
    ['role', roles],
  ];
  const things = kinds.flatMap(([kind, names]) => names.map((name) => line(kind, name, place)));
  return [
    things.length === 0 ? `There is nothing ${where}.` : `What there is ${where}:`,
    ...things,
    ...(unseen.length === 0
      ? []
      : [`You may not look into these, so they stay: ${unseen.join(', ')}`]),
  ];
}

/** Buckets go with their objects, streams with their records and consumers. */
const NOTES: Readonly<Record<string, string>> = {
  'delivery stream': 'what it holds and has not delivered is lost',
  stream: 'with its records and consumers',
  bucket: 'with every object in it',
  role: 'with its policies',
};

const line = (kind: string, name: string, place: Account['place']): string =>
  `  ${kind.padEnd(16)} ${arnOf(kind, name, place)}   ${NOTES[kind]}`;

function arnOf(
  kind: string,
  name: string,
  { partition, region, account }: Account['place'],
): string {
  if (kind === 'bucket') return `arn:${partition}:s3:::${name}`;
  if (kind === 'role') return `arn:${partition}:iam::${account}:role/kinlab/${region}/${name}`;
  const [service, type] =
    kind === 'stream'
      ? (['kinesis', 'stream'] as const)
      : (['firehose', 'deliverystream'] as const);
  return `arn:${partition}:${service}:${region}:${account}:${type}/${name}`;
}
