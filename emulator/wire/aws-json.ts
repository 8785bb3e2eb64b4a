import type { Log } from '#runtime/log.ts';
import { AwsError } from '../errors.ts';
import { EventStream, type Action, type CallContext } from './action.ts';
import type { MemberTypes } from './cbor/write-cbor.ts';
import { cborDialect, isCbor, JSON_DIALECT, type Dialect } from './dialect.ts';
import { encodeEventStream } from './event-stream.ts';
import type { WireRequest, WireResponse } from './http.ts';
import type { JsonText } from './json-text.ts';
import { ValidationReport } from './validation-report.ts';

export interface JsonServiceOptions<Service> {
  readonly name: string;
  /** Of `X-Amz-Target`, for example `Kinesis_20131202`. */
  readonly targetPrefix: string;
  readonly actions: readonly Action<Service>[];
  readonly service: Service;
  /** Whether validation messages show the refused value: Kinesis does, Firehose does not. */
  readonly echoesValues: boolean;
  /** Of the members of its answers, if the service speaks CBOR too: Kinesis does, Firehose does not. */
  readonly cborTypes?: MemberTypes;
  readonly log: Log;
}

export interface JsonService {
  readonly targetPrefix: string;
  readonly handle: (
    request: WireRequest,
    operation: string,
    requestId: string,
  ) => Promise<WireResponse>;
}

/**
 * Serves one service of the AWS JSON 1.1 protocol, and of its twin in CBOR.
 *
 * As on AWS, in this order: the operation must exist, the body must have the right types, all
 * constraints of the model are reported together, then the service has its say.
 */
export function jsonService<Service>(options: JsonServiceOptions<Service>): JsonService {
  const { service, log } = options;
  const actions = new Map(options.actions.map((action) => [action.name, action]));
  const cbor = options.cborTypes && cborDialect(options.cborTypes);

  async function answer(body: Uint8Array, dialect: Dialect, operation: string, call: CallContext) {
    const action = actions.get(operation);
    if (!action) {
      log.warn('unknown operation', { service: options.name, operation });
      throw new AwsError('UnknownOperationException', `Unknown operation: ${operation}`);
    }
    const quick = dialect === JSON_DIALECT ? action.runQuickly?.(service, body) : undefined;
    return quick ?? action.run(service, checkedInput(action, dialect.read(body)), call);
  }

  function checkedInput(action: Action<Service>, body: unknown): unknown {
    const input = action.parse(body);
    const report = new ValidationReport({ echoesValues: options.echoesValues });
    action.check(input, report);
    report.throwIfAny();
    return input;
  }

  return {
    targetPrefix: options.targetPrefix,
    async handle(request, operation, requestId) {
      const dialect = cbor && isCbor(request) ? cbor : JSON_DIALECT;
      const call = {
        requestId,
        get signal() {
          return request.signal;
        },
      };
      try {
        const output = await answer(request.body, dialect, operation, call);
        if (output instanceof EventStream) return pushed(output, dialect, requestId, log);
        return whole(200, output, dialect, requestId);
      } catch (error) {
        return errorResponse(error, { dialect, requestId, log });
      }
    },
  };
}

/** An instant in an output: epoch seconds with a fraction on the wire. */
export const toTimestamp = (epochMs: number): number => epochMs / 1_000;

const pushed = (
  { events }: EventStream,
  dialect: Dialect,
  requestId: string,
  log: Log,
): WireResponse => ({
  status: 200,
  headers: headersFor(requestId, 'application/vnd.amazon.eventstream'),
  body: encodeEventStream(events, dialect, log),
});

export interface ErrorContext {
  readonly dialect: Dialect;
  readonly requestId: string;
  readonly log: Log;
}

export function errorResponse(
  error: unknown,
  { dialect, requestId, log }: ErrorContext,
): WireResponse {
  if (error instanceof AwsError) {
    const text = error.code === 'SerializationException' ? 'Message' : 'message';
    const body = { __type: error.code, [text]: error.message };
    return whole(error.status, body, dialect, requestId);
  }
  log.error('internal failure', { error: error instanceof Error ? error.stack : String(error) });
  const body = { __type: 'InternalFailure', message: 'Internal Service Failure' };
  return whole(500, body, dialect, requestId);
}

const EMPTY = new Uint8Array();

const whole = (
  status: number,
  body: object | JsonText | undefined,
  dialect: Dialect,
  requestId: string,
): WireResponse => ({
  status,
  headers: headersFor(requestId, dialect.contentType),
  body: body === undefined ? EMPTY : dialect.write(body),
});

const headersFor = (requestId: string, contentType: string): Record<string, string> => ({
  'x-amzn-requestid': requestId,
  'x-amz-id-2': Buffer.from(`${requestId}${requestId}`).toString('base64'),
  'content-type': contentType,
});
