import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { call, step, type CallOptions } from './call.ts';

export interface Identity {
  /** 12 digits. */
  readonly account: string;
  /** Who calls. */
  readonly arn: string;
  readonly partition: string;
}

/** Whose credentials these are. The first call, so that trouble with credentials shows before all else. */
export const identityOf = (options: CallOptions, sts: STSClient): Promise<Identity> =>
  step('ask who the caller is', async () => {
    const answer = await call(options, () => sts.send(new GetCallerIdentityCommand({})));
    const { Account: account = '', Arn: arn = '' } = answer;
    return { account, arn, partition: arn.split(':')[1] || 'aws' };
  });
