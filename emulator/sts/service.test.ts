import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { givenLog, givenRequest, textOf } from '../wire/given-request.test-support.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { createEmulator } from '../index.ts';
import { createSts } from './service.ts';

describe('STS', () => {
  it("tells the caller that it is the account's root", async () => {
    const { status, xml } = await send('Action=GetCallerIdentity&Version=2011-06-15');
    expect(status).toBe(200);
    expect(xml).toEqual({
      GetCallerIdentityResponse: {
        GetCallerIdentityResult: {
          Arn: 'arn:aws:iam::012345678901:root',
          UserId: '012345678901',
          Account: '012345678901',
        },
        ResponseMetadata: { RequestId: 'request-1' },
      },
    });
  });

  it('tells an SDK which account it is in', async () => {
    const random = seededRandom(7);
    const emulator = createEmulator({ clock: virtualClock(), random, log: silentLog });
    const sts = new STSClient({
      region: 'eu-west-1',
      requestHandler: emulator.requestHandler as NonNullable<STSClientConfig['requestHandler']>,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '000000000000',
    });
  });

  it('refuses any other action, and logs it', async () => {
    const { status, xml, lines } = await send('Action=AssumeRole');
    expect(status).toBe(400);
    expect(xml).toMatchObject({
      ErrorResponse: { Error: { Type: 'Sender', Code: 'InvalidAction' }, RequestId: 'request-1' },
    });
    expect(lines).toEqual([
      { level: 'warn', event: 'unknown operation', service: 'sts', operation: 'AssumeRole' },
    ]);
  });

  it.each(['', 'Action=%3Cscript%3E%26', '\u0000\u00ff'])('answers %j with XML', async (body) => {
    const { status, xml } = await send(body);
    expect(status).toBe(400);
    expect(xml).toMatchObject({ ErrorResponse: { Error: { Code: 'InvalidAction' } } });
  });
});

async function send(body: string) {
  const { log, lines } = givenLog();
  const sts = createSts({ account: '012345678901', log });
  const response = sts.handle(givenRequest('POST', '/', { body }), 'request-1');
  const xml: unknown = new XMLParser({ parseTagValue: false }).parse(await textOf(response));
  return { status: response.status, xml, lines };
}
