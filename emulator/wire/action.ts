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

type QuickRun<Service> = (
  service: Service,
  body: Uint8Array,
) => ActionOutput | Promise<ActionOutput>;

/** One operation of a JSON service: its AWS name, how its input is read, and what it does. */
export interface Action<Service> {
  readonly name: string;
  /** Throws SerializationException. */
  readonly parse: (body: unknown) => unknown;
  readonly check: (input: unknown, report: ValidationReport) => void;
  /** Does in less time what is asked in a body without surprises, where nothing is to be refused; undefined: not one of those. */
  readonly runQuickly?: QuickRun<Service>;
  readonly run: (
    service: Service,
    input: unknown,
    context: CallContext,
  ) => ActionOutput | Promise<ActionOutput>;
}

export interface ActionDefinition<Service, F extends Fields> {
  readonly name: string;
  readonly input: F;
  readonly run: (
    service: Service,
    input: InputOf<F>,
    context: CallContext,
  ) => ActionOutput | Promise<ActionOutput>;
  /** Does the same for a JSON body of which `input` would have no complaint; undefined: it takes the ordinary way. */
  readonly runQuickly?: QuickRun<Service>;
}

/** `export const putRecord = kinesisAction({ name, input, run })` with `kinesisAction = actionOf<Kinesis>()`. */
export const actionOf =
  <Service>() =>
  <F extends Fields>(definition: ActionDefinition<Service, F>): Action<Service> => {
    const { name, input, run, runQuickly } = definition;
    const reader = structure(input);
    return {
      name,
      parse: (body) => reader.parse(body),
      check: (value, report) => reader.check(value as InputOf<F>, '', report),
      run: (service, value, context) => run(service, value as InputOf<F>, context),
      ...(runQuickly && { runQuickly }),
    };
  };
