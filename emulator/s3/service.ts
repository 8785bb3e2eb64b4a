import type { LogFields } from '#runtime/log.ts';
import { AwsError } from '../errors.ts';
import type { ServiceOptions } from '../service-options.ts';
import type { WireRequest, WireResponse } from '../wire/http.ts';
import { xmlDocument, xmlError } from '../wire/rest-xml.ts';
import { s3Actions } from './actions/index.ts';
import { methodNotAllowed, notImplemented } from './errors.ts';
import { routeOf, type Route } from './route.ts';
import type { ObjectFiles } from './object-files.ts';
import type { S3Action, S3Answer, S3Call } from './s3-action.ts';
import { S3 } from './state.ts';

export interface S3Options extends ServiceOptions {
  /** Where objects outlive the process; absent: nowhere. */
  readonly files?: ObjectFiles | undefined;
}

export interface S3Service {
  readonly handle: (request: WireRequest, requestId: string) => Promise<WireResponse>;
  readonly close: () => void;
}

/**
 * S3, as far as it is needed: buckets and whole objects, in files of a folder or, the newest, in memory.
 *
 * As on AWS: answers and errors are XML, errors to HEAD have no body, and every read and listing shows
 * every write that was answered before it. Unlike AWS: signatures are not verified, presigned links do not
 * expire, access lists, storage classes and encryption keys are taken without effect, and what is not
 * built (versions, multipart uploads, copies, tags of objects, …) is answered by NotImplemented.
 */
export function createS3({ files, ...options }: S3Options): S3Service {
  const s3 = new S3(options, files);
  const log = options.log.child({ service: 's3' });

  function answer(request: WireRequest): S3Answer {
    const route = routeOf(request);
    const action = actionFor(request.method, route);
    const endpointRegion = signedRegion(request.headers) ?? options.region;
    const call: S3Call = { ...request, ...route, endpointRegion };
    return action.run(s3, call);
  }

  return {
    close: () => s3.close(),
    handle: (request, requestId) => {
      let response: WireResponse;
      try {
        response = toResponse(answer(request), requestId);
      } catch (error) {
        const awsError = error instanceof AwsError ? error : internalError();
        if (awsError !== error) log.error('internal failure', { error: shown(error) });
        if (awsError.status === 501) log.warn('not implemented', refused(request, awsError));
        response = errorResponse(awsError, request.method, requestId);
      }
      return Promise.resolve(response);
    },
  };
}

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS']);

const actions: ReadonlyMap<string, S3Action> = new Map(
  s3Actions.map((action) => [actionId(action.method, action), action]),
);

function actionFor(method: string, route: Route): S3Action {
  const action = actions.get(actionId(method, route));
  if (action) return action;
  const isKnown = KNOWN_METHODS.has(method) && route.target !== 'service';
  throw isKnown ? notImplemented() : methodNotAllowed(method, route.target.toUpperCase());
}

function actionId(
  method: string,
  { target, subresource }: { readonly target: string; readonly subresource?: string | undefined },
): string {
  return `${method} ${target}?${subresource ?? ''}`;
}

/** As on AWS: a client signs for the region whose endpoint it speaks to. */
const signedRegion = (headers: WireRequest['headers']): string | undefined =>
  /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/s3\//.exec(headers['authorization'] ?? '')?.[1];

const internalError = (): AwsError =>
  new AwsError('InternalError', 'We encountered an internal error. Please try again.', {
    status: 500,
  });

const shown = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

const MAX_LOGGED_CHARACTERS = 200;

/** What was asked for, without the values of the query: a presigned link carries its signature there. */
function refused({ method, path, query }: WireRequest, { details }: AwsError): LogFields {
  const names = query.size === 0 ? '' : `?${[...query.keys()].join('&')}`;
  const operation = `${method} ${path}${names}`.slice(0, MAX_LOGGED_CHARACTERS);
  return { operation, ...(details['Header'] !== undefined && { header: details['Header'] }) };
}

function toResponse({ status, headers, body }: S3Answer, requestId: string): WireResponse {
  const ids = idHeaders(requestId);
  if (body === undefined) return { status, headers: { ...ids, ...headers }, body: EMPTY };
  if (body instanceof Uint8Array) return { status, headers: { ...ids, ...headers }, body };
  return { status, headers: { ...ids, ...XML_TYPE, ...headers }, body: xmlDocument(body) };
}

function errorResponse(error: AwsError, method: string, requestId: string): WireResponse {
  const { status, headers } = error;
  const ids = idHeaders(requestId);
  if (status === 304) return { status, headers: { ...ids, ...headers }, body: EMPTY };
  const body = method === 'HEAD' ? EMPTY : xmlError(error, requestId, ids['x-amz-id-2']);
  return { status, headers: { ...ids, ...XML_TYPE, ...headers }, body };
}

const EMPTY = new Uint8Array();
const XML_TYPE = { 'content-type': 'application/xml' };

const idHeaders = (requestId: string) => ({
  'x-amz-request-id': requestId,
  'x-amz-id-2': Buffer.from(`${requestId}${requestId}`).toString('base64'),
});
