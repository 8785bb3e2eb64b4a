import type { Log } from '#runtime/log.ts';
import type { WireRequest, WireResponse } from '../wire/http.ts';

export interface StsOptions {
  /** 12 digits. */
  readonly account: string;
  readonly log: Log;
}

export interface StsService {
  readonly handle: (request: WireRequest, requestId: string) => WireResponse;
}

/**
 * STS, as far as it is needed to ask "who am I": GetCallerIdentity, in the query protocol.
 *
 * As on AWS: the shape of the answer and of an error. Unlike AWS: nothing is verified, so every caller
 * is the account's root.
 */
export function createSts({ account, log }: StsOptions): StsService {
  return {
    handle(request, requestId) {
      const action = new URLSearchParams(Buffer.from(request.body).toString()).get('Action') ?? '';
      if (action === 'GetCallerIdentity') return xml(200, identityOf(account, requestId));
      log.warn('unknown operation', { service: 'sts', operation: action.slice(0, MAX_LOGGED) });
      return xml(400, invalidAction(action, requestId));
    },
  };
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const MAX_LOGGED = 200;

const identityOf = (account: string, requestId: string): string =>
  `<GetCallerIdentityResponse xmlns="${NAMESPACE}">` +
  `<GetCallerIdentityResult><Arn>arn:aws:iam::${account}:root</Arn><UserId>${account}</UserId>` +
  `<Account>${account}</Account></GetCallerIdentityResult>` +
  `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

/** Unverified: AWS's words for an action that it does not know. */
const invalidAction = (action: string, requestId: string): string =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>InvalidAction</Code>` +
  `<Message>Could not find operation ${plain(action)} for version 2011-06-15</Message></Error>` +
  `<RequestId>${requestId}</RequestId></ErrorResponse>`;

/** An operation's name has letters and digits only; whatever else was sent is not repeated. */
const plain = (action: string): string => action.replace(/[^A-Za-z0-9]/g, '').slice(0, MAX_LOGGED);

const xml = (status: number, body: string): WireResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: Buffer.from(body),
});
