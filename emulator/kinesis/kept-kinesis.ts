import type { Action } from '../wire/action.ts';
import type { ServiceOptions } from '../service-options.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { KinesisDelays } from './delays.ts';
import { GROWTH, growAgain, type Growth } from './growth.ts';
import { heldClock, type HeldClock } from './held-clock.ts';
import { JournalKeeper } from './journal-keeper.ts';
import type { Change } from './keeper.ts';
import { Kinesis, type KinesisRules } from './state.ts';

/** Operations that change nothing, or only append records. */
const CHANGES_NOTHING = /^(?:Describe|List|Get|SubscribeToShard$|PutRecords?$)/;

export interface KeptKinesis {
  readonly kinesis: Kinesis;
  readonly actions: readonly Action<Kinesis>[];
  readonly close: () => Promise<void>;
}

/** Kinesis as the folder has it, and its actions so that whatever they change is kept there. */
export function keptKinesis(
  options: ServiceOptions,
  rules: KinesisRules,
  actions: readonly Action<Kinesis>[],
  folder: DataFolder,
): KeptKinesis {
  const clock = heldClock(options.clock);
  const byName = new Map(actions.map((action) => [action.name, action]));
  let keeper: JournalKeeper | undefined;
  // At the beginning of time, so that no instant of its past is before it.
  const kinesis = clock.holdWhile(
    0,
    () =>
      new Kinesis({ ...options, clock }, rules, {
        keepRecords: (stream, shards) => keeper?.keepRecords(stream, shards),
        keepChange: (change) => keeper?.keepChange(change),
      }),
  );
  keeper = clock.holdWhile(
    0,
    () =>
      new JournalKeeper({
        folder,
        log: options.log,
        kinesis: () => kinesis,
        redo: (change) => clock.holdWhile(change.at, () => redo(kinesis, byName, change)),
        pass: (instant) => void clock.holdWhile(instant, () => kinesis.now()),
      }),
  );
  useDelays(kinesis, rules.delays);
  return {
    kinesis,
    actions: actions.map((action) =>
      CHANGES_NOTHING.test(action.name) ? action : kept(action, clock),
    ),
    close: () => keeper.close(),
  };
}

/** What the delays are called among the changes that are kept. */
const DELAYS = 'delays';

/** From now on these. Kept, because what is done again takes as long as it took when it was done. */
function useDelays(kinesis: Kinesis, delays: KinesisDelays): void {
  kinesis.delays = delays;
  // If it cannot be kept now, then with what follows.
  kinesis.keeper
    .keepChange({ operation: DELAYS, input: delays, at: kinesis.now() })
    ?.catch(() => {});
}

function redo(
  kinesis: Kinesis,
  actions: ReadonlyMap<string, Action<Kinesis>>,
  { operation, input }: Change,
): void {
  if (operation === GROWTH) return growAgain(kinesis, input as Growth);
  if (operation === DELAYS) {
    kinesis.delays = input as KinesisDelays;
    return;
  }
  const action = actions.get(operation);
  if (!action) throw new TypeError(`no operation ${operation}`);
  const call = { requestId: '', signal: new AbortController().signal };
  // It was admitted when it was done, whatever the limits are today.
  kinesis.limits.liftWhile(() => void action.run(kinesis, action.parse(input), call));
}

/** The same action, answered once what it has changed is kept. */
function kept(action: Action<Kinesis>, clock: HeldClock): Action<Kinesis> {
  const bodies = new WeakMap<object, unknown>();
  return {
    ...action,
    parse: (body) => {
      const input = action.parse(body);
      if (typeof input === 'object' && input !== null) bodies.set(input, body);
      return input;
    },
    run: async (kinesis, input, context) => {
      const at = kinesis.now();
      const output = clock.holdWhile(at, () => action.run(kinesis, input, context));
      const body = bodies.get(input as object);
      await kinesis.keeper.keepChange({ operation: action.name, input: body, at });
      return output;
    },
  };
}
