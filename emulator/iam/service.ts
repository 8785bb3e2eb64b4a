import type { ServiceOptions } from '../service-options.ts';
import { queryService, type QueryService } from '../wire/query.ts';
import { iamActions } from './actions/index.ts';
import { Iam } from './state.ts';

/**
 * IAM, as far as a delivery stream needs it: roles and their inline policies.
 *
 * Unlike AWS: no policy is ever enforced, and a role is there for everybody as soon as it is made.
 */
export const createIam = (options: ServiceOptions): QueryService =>
  queryService({
    name: 'iam',
    version: '2010-05-08',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    actions: iamActions,
    service: new Iam(options),
    log: options.log,
  });
