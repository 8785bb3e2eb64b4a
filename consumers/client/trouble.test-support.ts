import type { RequestHandler } from '#runtime/aws.ts';

/**
 * What can go wrong with a request: refused for throughput; a 500 before it had an effect, or after;
 * its effect there but the line cut; on S3, a conditional write that met another one.
 */
export type Trouble = 'throttle' | 'refuse' | 'break' | 'lose' | 'conflict';

interface Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly path?: string;
  readonly body?: Uint8Array;
}

type Handle = (request: Request, options?: object) => Promise<{ response: object }>;

/** Decides for each request, by its operation (`GetRecords`) or method (`PUT`), what befalls it. */
export type Decide = (operation: string) => Trouble | undefined;

export function withTrouble(handler: RequestHandler, decide: Decide): RequestHandler {
  const inner = handler as unknown as { readonly handle: Handle };
  const pass: Handle = (request, options) => inner.handle(request, options);

  const handle: Handle = async (request, options) => {
    const trouble = decide(operationOf(request));
    if (trouble === undefined) return pass(request, options);
    if (trouble === 'lose' || trouble === 'break') {
      await pass(request, options);
      if (trouble === 'lose')
        throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    }
    return { response: answerOf(trouble, request) };
  };
  return new Proxy(handler, {
    get: (target, name) => (name === 'handle' ? handle : Reflect.get(target, name)),
  });
}

/** Tells of every object that is stored, whoever hears of it. */
export function observed(
  handler: RequestHandler,
  onStored: (path: string, body: Uint8Array) => void,
): RequestHandler {
  const inner = handler as unknown as { readonly handle: Handle };
  const handle: Handle = async (request, options) => {
    const answer = await inner.handle(request, options);
    const { statusCode } = answer.response as { readonly statusCode?: number };
    const { method, path = '', body } = request;
    if (method === 'PUT' && statusCode === 200 && body !== undefined) onStored(path, body);
    return answer;
  };
  return new Proxy(handler, {
    get: (target, name) => (name === 'handle' ? handle : Reflect.get(target, name)),
  });
}

function operationOf({ method, headers }: Request): string {
  const target = headers['x-amz-target'];
  return target === undefined ? method : target.slice(target.indexOf('.') + 1);
}

function answerOf(trouble: Trouble, { headers }: Request): object {
  const isXml = headers['x-amz-target'] === undefined;
  const { statusCode, code } = {
    throttle: {
      statusCode: isXml ? 503 : 400,
      code: isXml ? 'SlowDown' : 'ProvisionedThroughputExceededException',
    },
    conflict: { statusCode: 409, code: 'ConditionalRequestConflict' },
    refuse: { statusCode: 500, code: 'InternalFailure' },
    break: { statusCode: 500, code: 'InternalFailure' },
    lose: { statusCode: 500, code: 'InternalFailure' },
  }[trouble];
  const body = isXml ? `<Error><Code>${code}</Code></Error>` : JSON.stringify({ __type: code });
  const type = isXml ? 'application/xml' : 'application/x-amz-json-1.1';
  return { statusCode, headers: { 'content-type': type }, body: Buffer.from(body) };
}
