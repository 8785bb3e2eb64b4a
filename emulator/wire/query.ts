import type { Log } from '#runtime/log.ts';
import { AwsError } from '../errors.ts';
import type { WireRequest, WireResponse } from './http.ts';
import { element, rootElementOf, type Xml } from './rest-xml.ts';

/** The members of a request: a form of flat names, `Tags.member.1.Key` for what is nested. */
export interface QueryInput {
  /** Undefined where the member is missing. */
  readonly text: (name: string) => string | undefined;
  /** The structures of a list, in their order. */
  readonly list: (name: string) => readonly QueryInput[];
}

/** One operation: its AWS name, and what it answers. Undefined: the answer has no result. */
export interface QueryAction<Service> {
  readonly name: string;
  readonly run: (service: Service, input: QueryInput) => readonly Xml[] | undefined;
}

export interface QueryServiceOptions<Service> {
  readonly name: string;
  /** Of the API, which is how one endpoint tells these services apart. */
  readonly version: string;
  readonly namespace: string;
  readonly actions: readonly QueryAction<Service>[];
  readonly service: Service;
  readonly log: Log;
}

export interface QueryService {
  readonly version: string;
  readonly handle: (request: WireRequest, requestId: string) => WireResponse;
}

/**
 * Serves one service of the AWS query protocol: a form comes in, XML goes out.
 *
 * As on AWS: the shape of an answer and of an error. Unverified: the words for an action that the
 * service does not know.
 */
export function queryService<Service>(options: QueryServiceOptions<Service>): QueryService {
  const { name, version, namespace, service, log } = options;
  const actions = new Map(options.actions.map((action) => [action.name, action]));

  function answer(form: URLSearchParams, requestId: string): Xml {
    const operation = form.get('Action') ?? '';
    const action = actions.get(operation);
    if (!action) {
      log.warn('unknown operation', { service: name, operation: operation.slice(0, MAX_LOGGED) });
      throw invalidAction(operation, version);
    }
    const result = action.run(service, inputOf(form, ''));
    return rootElementOf(
      namespace,
      `${operation}Response`,
      result && element(`${operation}Result`, ...result),
      element('ResponseMetadata', element('RequestId', requestId)),
    );
  }

  return {
    version,
    handle(request, requestId) {
      const form = new URLSearchParams(Buffer.from(request.body).toString());
      try {
        return xml(200, answer(form, requestId), requestId);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return xml(error.status, errorElement(namespace, error, requestId), requestId);
      }
    },
  };
}

const MAX_LOGGED = 200;
/** As on AWS: no operation takes a longer list than this. */
const MAX_MEMBERS = 50;

const inputOf = (form: URLSearchParams, prefix: string): QueryInput => ({
  text: (name) => form.get(`${prefix}${name}`) ?? undefined,
  list: (name) => {
    const names = [...form.keys()];
    const members: QueryInput[] = [];
    for (let at = 1; at <= MAX_MEMBERS; at++) {
      const member = `${prefix}${name}.member.${at}.`;
      if (!names.some((key) => key.startsWith(member))) break;
      members.push(inputOf(form, member));
    }
    return members;
  },
});

/** An operation's name has letters and digits only; whatever else was sent is not repeated. */
const invalidAction = (operation: string, version: string): AwsError => {
  const plain = operation.replace(/[^A-Za-z0-9]/g, '').slice(0, MAX_LOGGED);
  return new AwsError('InvalidAction', `Could not find operation ${plain} for version ${version}`);
};

const errorElement = (namespace: string, error: AwsError, requestId: string): Xml =>
  rootElementOf(
    namespace,
    'ErrorResponse',
    element(
      'Error',
      element('Type', 'Sender'),
      element('Code', error.code),
      element('Message', error.message),
    ),
    element('RequestId', requestId),
  );

const xml = (status: number, root: Xml, requestId: string): WireResponse => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  body: Buffer.from(root.markup),
});
