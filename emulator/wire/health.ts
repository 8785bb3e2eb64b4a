import type { WireRequest, WireResponse } from './http.ts';
import { jsonResponse } from './json-response.ts';

/**
 * Answers whether the services run: `GET /health`, and `/_localstack/health` in LocalStack's shape for
 * scripts written for it. Undefined for any other request.
 *
 * A bucket may be called `health`, so a request that is signed or has a query is S3's.
 */
export function healthResponse(
  request: WireRequest,
  serviceNames: readonly string[],
): WireResponse | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  const services = Object.fromEntries(serviceNames.map((name) => [name, 'running']));
  if (request.path === '/_localstack/health') {
    return jsonResponse(request, 200, { services, edition: 'kinlab', version: LOCALSTACK_VERSION });
  }
  const isForS3 = request.query.size > 0 || request.headers['authorization'] !== undefined;
  if (request.path !== '/health' || isForS3) return undefined;
  return jsonResponse(request, 200, { status: 'ok', services });
}

/** The release whose answer this is shaped like. */
const LOCALSTACK_VERSION = '4.14.0';
