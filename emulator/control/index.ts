import type { WireHandler, WireRequest, WireResponse } from '../wire/http.ts';
import { isForeignOrigin } from '../wire/refusals.ts';
import { ControlError } from './control-error.ts';

/** What the emulator tells of itself, or lets be done to it, beside the AWS APIs. */
export interface ControlEndpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/_kinlab/`. */
  readonly name: string;
  /** The answer's body, as JSON. Throws ControlError. */
  readonly handle: (request: WireRequest) => object | Promise<object>;
}

/** No bucket can have this name, so nothing of S3 is hidden behind it. */
const PREFIX = '/_kinlab/';

/** Answers requests below `/_kinlab/`; undefined for any other. */
export function createControl(
  endpoints: readonly ControlEndpoint[],
): (request: WireRequest) => ReturnType<WireHandler> | undefined {
  return (request) => (request.path.startsWith(PREFIX) ? answer(endpoints, request) : undefined);
}

async function answer(
  endpoints: readonly ControlEndpoint[],
  request: WireRequest,
): Promise<WireResponse> {
  if (isForeignOrigin(request.headers['origin'])) {
    return json(403, { message: 'Requests from web pages of other origins are refused.' });
  }
  const name = request.path.slice(PREFIX.length);
  const named = endpoints.filter((endpoint) => endpoint.name === name);
  if (named.length === 0) {
    const names = [...new Set(endpoints.map((endpoint) => PREFIX + endpoint.name))];
    return json(404, { message: `${request.path}: there is ${names.join(', ')}.` });
  }
  const endpoint = named.find(({ method }) => method === request.method);
  if (!endpoint) {
    const methods = named.map(({ method }) => method).join(', ');
    return json(405, { message: `${request.path} takes ${methods}.` });
  }
  try {
    return json(200, await endpoint.handle(request));
  } catch (error) {
    if (error instanceof ControlError) return json(error.status, { message: error.message });
    throw error;
  }
}

function json(status: number, body: object): WireResponse {
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
  return { status, headers, body: bytes };
}
