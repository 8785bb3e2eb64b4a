import type { Log } from '#runtime/log.ts';
import type { Random } from '#runtime/random.ts';
import { errorResponse, type JsonService } from './aws-json.ts';
import { preflightResponse, readableBy } from './cors.ts';
import { errorDialect } from './dialect.ts';
import { healthResponse } from './health.ts';
import type { WireHandler, WireRequest, WireResponse } from './http.ts';
import type { QueryService } from './query.ts';
import {
  foreignOrigin,
  isForeignOrigin,
  jsonRefusal,
  unknownOperation,
  xmlRefusal,
  xmlErrorResponse,
} from './refusals.ts';

type XmlHandle = (request: WireRequest, requestId: string) => WireResponse | Promise<WireResponse>;

export interface DispatchOptions {
  readonly jsonServices: readonly JsonService[];
  readonly s3: XmlHandle;
  /** The services that are asked by a form; the first one is asked for a version that none has. */
  readonly queryServices: readonly [QueryService, ...QueryService[]];
  /** What `/health` lists. */
  readonly serviceNames: readonly string[];
  readonly random: Random;
  readonly log: Log;
}

const MAX_LOGGED_CHARACTERS = 200;

/**
 * Hands each request to the service that it is for. One endpoint serves all: a JSON service is named by
 * `X-Amz-Target`, STS and IAM are asked by a form that names their version, and everything else is S3,
 * whose paths may be anything.
 *
 * As on AWS: each service answers in its own dialect, and every answer carries a request id.
 * Unlike AWS: signatures are not verified. So that no web page reads and writes here behind its
 * visitor's back, a request that a browser marks with a foreign Origin is refused; pages of this machine
 * may ask and read.
 */
export function createDispatch(options: DispatchOptions): WireHandler {
  const { random, log } = options;
  const services = new Map(options.jsonServices.map((service) => [service.targetPrefix, service]));

  async function answerPage(request: WireRequest, origin: string): Promise<WireResponse> {
    if (isForeignOrigin(origin)) return xmlErrorResponse(foreignOrigin(), s3RequestId());
    return readableBy(origin, preflightResponse(request) ?? (await answer(request)));
  }

  function answer(request: WireRequest): WireResponse | Promise<WireResponse> {
    if (isJsonRequest(request)) return answerJson(request, request.headers['x-amz-target'] ?? '');
    if (request.refusal) return xmlErrorResponse(xmlRefusal(request.refusal), s3RequestId());
    if (isForm(request)) return askedByForm(request).handle(request, random.uuid());
    return healthResponse(request, options.serviceNames) ?? options.s3(request, s3RequestId());
  }

  function askedByForm({ body }: WireRequest): QueryService {
    const version = new URLSearchParams(Buffer.from(body).toString()).get('Version');
    const [first] = options.queryServices;
    return options.queryServices.find((service) => service.version === version) ?? first;
  }

  function answerJson(request: WireRequest, target: string): WireResponse | Promise<WireResponse> {
    const requestId = random.uuid();
    const context = { dialect: errorDialect(request), requestId, log };
    if (request.refusal) return errorResponse(jsonRefusal(request.refusal), context);
    const dot = target.lastIndexOf('.');
    const operation = target.slice(dot + 1);
    const service = services.get(target.slice(0, Math.max(dot, 0)));
    if (service) return service.handle(request, operation, requestId);
    log.warn('unknown operation', { target: target.slice(0, MAX_LOGGED_CHARACTERS) });
    return errorResponse(unknownOperation(operation), context);
  }

  /** As on AWS: 16 upper-case hex digits. */
  const s3RequestId = (): string => Buffer.from(random.bytes(8)).toString('hex').toUpperCase();

  return async (request) => {
    try {
      const origin = request.headers['origin'];
      return await (origin === undefined ? answer(request) : answerPage(request, origin));
    } catch (error) {
      return errorResponse(error, {
        dialect: errorDialect(request),
        requestId: random.uuid(),
        log,
      });
    }
  };
}

/** With a target, or at least in a dialect that only JSON services (and their CBOR twins) speak. */
const isJsonRequest = ({ method, headers }: WireRequest): boolean =>
  method === 'POST' &&
  (headers['x-amz-target'] !== undefined ||
    (headers['content-type']?.startsWith('application/x-amz-') ?? false));

const isForm = ({ method, path, headers }: WireRequest): boolean =>
  method === 'POST' &&
  path === '/' &&
  (headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false);
