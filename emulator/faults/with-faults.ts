import type { Log } from '#runtime/log.ts';
import { errorResponse } from '../wire/aws-json.ts';
import { errorDialect } from '../wire/dialect.ts';
import type { WireHandler, WireRequest, WireResponse } from '../wire/http.ts';
import { xmlErrorResponse } from '../wire/refusals.ts';
import type { Fault, Faults } from './faults.ts';

/** No request of AWS's would have these paths: what steers and watches the lab meets no fault. */
const OURS = /^\/(_kinlab|_localstack|health)(\/|$)/;

/** The same handler, some of whose answers are errors while faults are ordered. */
export function withFaults(handle: WireHandler, faults: Faults, log: Log): WireHandler {
  let met = 0;
  return (request) => {
    const fault = OURS.test(request.path) ? undefined : faults.met(operationOf(request));
    return fault ? answerWith(fault, request) : handle(request);
  };

  async function answerWith(fault: Fault, request: WireRequest): Promise<WireResponse> {
    if (fault.isCarriedOut) await handle(request);
    const requestId = `injected-${(met += 1)}`;
    return request.headers['x-amz-target'] === undefined
      ? xmlErrorResponse(fault.error, requestId)
      : errorResponse(fault.error, { dialect: errorDialect(request), requestId, log });
  }
}

/** Undefined for S3. A form is for STS or IAM, which have no faults. */
const operationOf = ({ method, path, headers }: WireRequest): string | undefined =>
  headers['x-amz-target']?.split('.').at(-1) ??
  (method === 'POST' && path === '/' ? 'form' : undefined);
