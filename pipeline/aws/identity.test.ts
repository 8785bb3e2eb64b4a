import { describe, expect, it } from 'vitest';
import { givenAccount } from './given-account.test-support.ts';
import { identityOf } from './identity.ts';
import type { Fault } from './recording-handler.test-support.ts';

const asked = async (fault?: Fault) => {
  const given = givenAccount({ fault: () => fault });
  const identity = given.until(identityOf(given.scope, given.clients.sts));
  return { given, identity };
};

describe('who the caller is', () => {
  it('is asked of the region itself', async () => {
    const { given, identity } = await asked();
    expect(await identity).toEqual({
      account: '123456789012',
      arn: 'arn:aws:iam::123456789012:root',
      partition: 'aws',
    });
    expect(given.sent).toMatchObject([
      { host: 'sts.eu-west-1.amazonaws.com', operation: 'STS.GetCallerIdentity' },
    ]);
  });

  it.each([
    [{ status: 403, code: 'InvalidClientTokenId' }, 'wrong-credentials', 'aws configure'],
    [{ status: 403, code: 'SignatureDoesNotMatch' }, 'wrong-credentials', 'aws configure'],
    [{ status: 403, code: 'ExpiredToken' }, 'expired-credentials', 'aws sso login'],
    [{ status: 403, code: 'AccessDenied' }, 'access-denied', 'kinlab iam print'],
  ] as const)('is told with its mend when AWS answers %j', async (fault, code, mend) => {
    const { identity } = await asked(fault);
    await expect(identity).rejects.toMatchObject({
      code,
      fixes: expect.arrayContaining([expect.stringContaining(mend)]),
    });
  });
});
