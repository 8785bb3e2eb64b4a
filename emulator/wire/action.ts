import { structure, type Fields, type InputOf } from './input.ts';
import type { JsonText } from './json-text.ts';
import type { ValidationReport } from './validation-report.ts';

/** What an action knows about the call besides its input. */
export interface CallContext {
  readonly requestId: string;
  /** Aborts when the client has gone away. */
  readonly signal: AbortSignal;
}

/** The answer of an action that pushes: events as they happen, until the iterable ends or throws an AwsError. */
export class EventStream {
  readonly events: AsyncIterable<StreamEvent>;

  constructor(events: AsyncIterable<StreamEvent>) {
    this.events = events;
  }
}

export interface StreamEvent {
  /** The member of the output's union, for example `SubscribeToShardEvent`. */
  readonly type: string;
  readonly payload: object | JsonText;
}

/** Members are JSON values as they go on the wire: blobs in base64, instants by `toTimestamp`. Undefined: an empty body. */
export type ActionOutput = object | JsonText | EventStream | undefined;

/** One operation of a JSON service: its AWS name, how its input is read, and what it does. */
export interface Action<Service> {
  readonly name: string;
  /** Throws SerializationException. */
  readonly parse: (body: unknown) => unknown;
  readonly check: (input: unknown, report: ValidationReport) => void;
  /** Reads a body that has no surprises, and nothing to be refused, in less time; undefined: not one of those. */
  readonly parseQuickly?: (body: Uint8Array) => unknown;
  readonly run: (
    service: Service,
    input: unknown,
    context: CallContext,
  ) => ActionOutput | Promise<ActionOutput>;
}

export interface ActionDefinition<Service, F extends Fields> {
  readonly name: string;
  readonly input: F;
  /** Gives what `input` would give for the same body, after it had no complaint; or undefined. */
  readonly parseQuickly?: (body: Uint8Array) => InputOf<F> | undefined;
  readonly run: (
    service: Service,
    input: InputOf<F>,
    context: CallContext,
  ) => ActionOutput | Promise<ActionOutput>;
}

/** `export const putRecord = kinesisAction({ name, input, run })` with `kinesisAction = actionOf<Kinesis>()`. */
export const actionOf =
  <Service>() =>
  <F extends Fields>(definition: ActionDefinition<Service, F>): Action<Service> => {
    const { name, input, parseQuickly, run } = definition;
    const reader = structure(input);
    return {
      name,
      parse: (body) => reader.parse(body),
      ...(parseQuickly && { parseQuickly }),
      check: (value, report) => reader.check(value as InputOf<F>, '', report),
      run: (service, value, context) => run(service, value as InputOf<F>, context),
    };
  };
