import { z } from 'zod';
import { CommandRefused, type Controls } from './controls.ts';

/** Runs one command of the page. */
export type Command = (body: unknown) => Promise<object>;

const MAX_PER_BURST = 5_000;
const MAX_RECORD_BYTES = 100_000;
const MAX_TEMPO = 100;
const MAX_KEYS = 1_000;
const MAX_FAULT_SECONDS = 36_000;

const clockOrder = z.union([
  z.strictObject({ paused: z.boolean() }),
  z.strictObject({ speed: z.number().min(0.1).max(600) }),
  z.strictObject({ step: z.literal(true) }),
]);

const putOrder = z.strictObject({
  key: z.string().min(1).max(256),
  count: z.int().min(1).max(MAX_PER_BURST),
  bytes: z.int().min(1).max(MAX_RECORD_BYTES),
});

/** `null`: as the input has it. */
const orInputs = (most: number) =>
  z
    .int()
    .min(1)
    .max(most)
    .nullable()
    .transform((value) => value ?? undefined);
const produceOrder = z.union([
  z.strictObject({ tempo: z.number().min(0).max(MAX_TEMPO) }),
  z.strictObject({ keys: orInputs(MAX_KEYS) }),
  z.strictObject({ bytes: orInputs(MAX_RECORD_BYTES) }),
]);

const shardId = z.string().regex(/^shardId-\d{12}$/);
const reshardOrder = z.union([
  z.strictObject({ split: shardId }),
  z.strictObject({ merge: z.tuple([shardId, shardId]) }),
]);

const consumerOrder = z.strictObject({
  name: z.string().min(1).max(128),
  change: z.union([
    z.strictObject({ do: z.enum(['kill', 'start']) }),
    z.strictObject({ do: z.literal('slow'), slowMs: z.int().min(0).max(60_000) }),
  ]),
});

const faultOrder = z.strictObject({
  name: z.string().min(1).max(64),
  seconds: z.number().positive().max(MAX_FAULT_SECONDS),
});

/** The commands there are, by the last part of their path. `onReshard` is told when shards change. */
export function commandsOf(controls: Controls, onReshard: () => void): Map<string, Command> {
  const { clock, put, produce, reshard, consumer, fault } = controls;
  const commands = new Map<string, Command>();
  const add = (name: string, command: (body: unknown) => void | Promise<void>): void => {
    commands.set(name, async (body) => {
      await command(body);
      return { done: true };
    });
  };
  if (clock) add('clock', (body) => steer(clock, clockOrder.parse(body)));
  if (put) add('put', (body) => put(putOrder.parse(body)));
  if (produce) add('producer', (body) => produce(produceOrder.parse(body)));
  if (fault) add('fault', (body) => fault(...orderOf(faultOrder.parse(body))));
  if (consumer) {
    add('consumer', (body) => {
      const { name, change } = consumerOrder.parse(body);
      consumer(name, change);
    });
  }
  if (reshard) {
    add('reshard', async (body) => {
      const order = reshardOrder.parse(body);
      await ('split' in order ? reshard.split(order.split) : reshard.merge(...order.merge));
      onReshard();
    });
  }
  return commands;
}

const orderOf = ({ name, seconds }: z.output<typeof faultOrder>) => [name, seconds] as const;

async function steer(
  clock: NonNullable<Controls['clock']>,
  order: z.output<typeof clockOrder>,
): Promise<void> {
  if ('step' in order) {
    if (!(await clock.step()))
      throw new CommandRefused('Nothing happens next, or time is not paused.');
  } else if ('speed' in order) clock.setSpeed(order.speed);
  else if (order.paused) clock.pause();
  else clock.resume();
}
