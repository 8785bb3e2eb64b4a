import type { RequestHandler } from '#runtime/aws.ts';

/** A request as it would have gone to AWS. */
export interface Sent {
  readonly host: string;
  /** `Kinesis.CreateStream`, `IAM.GetRole`, `S3 PUT /?tagging`. */
  readonly operation: string;
  readonly body: string;
  readonly at: number;
  /** Which of the account's clients made it. */
  readonly over: string;
}

/** `lost`: AWS does what it was asked, and its answer never comes. */
export type Fault = Refusal | 'lost';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Answer = object;

export interface SdkHandler {
  readonly handle: (request: SdkRequest, options: object) => Promise<Answer>;
}

/** Tells of each request before it goes on to `inner`, and lets the listener decide what becomes of it. */
export function recordingHandler(
  inner: SdkHandler,
  decide: (sent: Omit<Sent, 'at' | 'over'>, pass: () => Promise<Answer>) => Promise<Answer>,
): RequestHandler {
  const handle = (request: SdkRequest, options: object): Promise<Answer> =>
    decide(
      { host: request.hostname, operation: operationOf(request), body: textOf(request.body) },
      () => inner.handle(request, options),
    );
  return { ...inner, handle };
}

function operationOf({ method, path, query = {}, headers, body }: SdkRequest): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) return target.replace(/_\d+\./, '.');
  const form = new URLSearchParams(textOf(body));
  const action = form.get('Action');
  if (action !== null) return `${form.get('Version') === '2010-05-08' ? 'IAM' : 'STS'}.${action}`;
  const names = Object.keys(query).filter((name) => name !== 'x-id');
  return `S3 ${method} ${path}${names.length === 0 ? '' : `?${names.join('&')}`}`;
}

const textOf = (body: unknown): string =>
  typeof body === 'string'
    ? body
    : body instanceof Uint8Array
      ? new TextDecoder().decode(body)
      : '';

/** An error in the dialect of the service that was asked; to HEAD, as on AWS, without a body. */
export function refusal({ operation }: Pick<Sent, 'operation'>, fault: Refusal): Answer {
  const { status, code, message = code } = fault;
  const [type, text] = inDialect(operation, code, message);
  const body = Buffer.from(operation.startsWith('S3 HEAD') ? '' : text);
  const headers = { 'content-type': type, ...fault.headers };
  return { response: { statusCode: status, headers, body } };
}

function inDialect(operation: string, code: string, message: string): [type: string, body: string] {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  if (operation.startsWith('S3')) return ['application/xml', error];
  if (/^(IAM|STS)/.test(operation)) {
    return ['text/xml', `<ErrorResponse>${error}<RequestId>r</RequestId></ErrorResponse>`];
  }
  return ['application/x-amz-json-1.1', JSON.stringify({ __type: code, message })];
}
