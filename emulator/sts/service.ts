import type { Log } from '#runtime/log.ts';
import { queryService, type QueryAction, type QueryService } from '../wire/query.ts';
import { element } from '../wire/rest-xml.ts';

export interface StsOptions {
  /** 12 digits. */
  readonly account: string;
  readonly log: Log;
}

/**
 * STS, as far as it is needed to ask "who am I".
 *
 * Unlike AWS: nothing is verified, so every caller is the account's root.
 */
export const createSts = ({ account, log }: StsOptions): QueryService =>
  queryService({
    name: 'sts',
    version: '2011-06-15',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    actions: [getCallerIdentity],
    service: account,
    log,
  });

const getCallerIdentity: QueryAction<string> = {
  name: 'GetCallerIdentity',
  run: (account) => [
    element('Arn', `arn:aws:iam::${account}:root`),
    element('UserId', account),
    element('Account', account),
  ],
};
