import type { AccountClients } from '#runtime/aws-account.ts';
import type { CallOptions } from './call.ts';
import type { AwsPlan } from './plan.ts';

/** An account in one region, and how to call it. */
export interface AccountScope extends CallOptions {
  readonly clients: Omit<AccountClients, 'fanOut' | 'sts'>;
  readonly region: string;
  /** Told of each step, in words for people. */
  readonly say: (line: string) => void;
}

/** What provisioning works with. */
export interface ProvisionScope extends AccountScope {
  readonly plan: AwsPlan;
}
