import type { Log } from '#runtime/log.ts';
import { AwsError } from '../errors.ts';
import { EventStream, type Action, type CallContext } from './action.ts';
import { encodeEventStream } from './event-stream.ts';
import type { WireRequest, WireResponse } from './http.ts';
import { parseJsonBody } from './json-body.ts';
import { jsonBytes } from './json-text.ts';
import { ValidationReport } from './validation-report.ts';

const JSON_1_1 = 'application/x-amz-json-1.1';

export interface JsonServiceOptions<Service> {
  readonly name: string;
  /** Of `X-Amz-Target`, for example `Kinesis_20131202`. */
  readonly targetPrefix: string;
  readonly actions: readonly Action<Service>[];
  readonly service: Service;
  /** Whether validation messages show the refused value: Kinesis does, Firehose does not. */
  readonly echoesValues: boolean;
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
 * Serves one service of the AWS JSON 1.1 protocol.
 *
 * As on AWS, in this order: the operation must exist, the body must be JSON of the right types, all
 * constraints of the model are reported together, then the service has its say.
 */
export function jsonService<Service>(options: JsonServiceOptions<Service>): JsonService {
  const { service, log } = options;
  const actions = new Map(options.actions.map((action) => [action.name, action]));

  async function answer(request: WireRequest, operation: string, context: CallContext) {
    const action = actions.get(operation);
    if (!action) {
      log.warn('unknown operation', { service: options.name, operation });
      throw new AwsError('UnknownOperationException', `Unknown operation: ${operation}`);
    }
    const input = action.parseQuickly?.(request.body) ?? checkedInput(action, request.body);
    return action.run(service, input, context);
  }

  function checkedInput(action: Action<Service>, body: Uint8Array): unknown {
    const input = action.parse(parseJsonBody(body));
    const report = new ValidationReport({ echoesValues: options.echoesValues });
    action.check(input, report);
    report.throwIfAny();
    return input;
  }

  return {
    targetPrefix: options.targetPrefix,
    async handle(request, operation, requestId) {
      const context = { requestId, signal: request.signal };
      try {
        const output = await answer(request, operation, context);
        if (output instanceof EventStream) return pushed(output, requestId, log);
        return json(200, jsonBytes(output), requestId);
      } catch (error) {
        return errorResponse(error, requestId, log);
      }
    },
  };
}

/** An instant in an output: epoch seconds with a fraction on the wire. */
export const toTimestamp = (epochMs: number): number => epochMs / 1_000;

const pushed = ({ events }: EventStream, requestId: string, log: Log): WireResponse => ({
  status: 200,
  headers: { ...idHeaders(requestId), 'content-type': 'application/vnd.amazon.eventstream' },
  body: encodeEventStream(events, log),
});

export function errorResponse(error: unknown, requestId: string, log: Log): WireResponse {
  if (error instanceof AwsError) {
    const text = error.code === 'SerializationException' ? 'Message' : 'message';
    const body = jsonBytes({ __type: error.code, [text]: error.message });
    return json(error.status, body, requestId);
  }
  log.error('internal failure', { error: error instanceof Error ? error.stack : String(error) });
  const body = jsonBytes({ __type: 'InternalFailure', message: 'Internal Service Failure' });
  return json(500, body, requestId);
}

const json = (status: number, body: Uint8Array, requestId: string): WireResponse => ({
  status,
  headers: { ...idHeaders(requestId), 'content-type': JSON_1_1 },
  body,
});

const idHeaders = (requestId: string): Record<string, string> => ({
  'x-amzn-requestid': requestId,
  'x-amz-id-2': Buffer.from(`${requestId}${requestId}`).toString('base64'),
});
