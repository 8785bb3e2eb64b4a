import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock } from '#runtime/virtual-clock.ts';
import { kinesisActions } from './actions/index.ts';
import { createKinesis } from './service.ts';
import { givenKinesis, STREAM } from './given-kinesis.test-support.ts';

describe('the service', () => {
  it('has one action for each file', () => {
    const files = readdirSync(new URL('./actions/', import.meta.url)).filter(
      (file) => !file.endsWith('.test.ts') && file !== 'index.ts',
    );
    const names = kinesisActions.map(({ name }) =>
      name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase(),
    );
    expect(names.map((name) => `${name}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it('takes as long for a change as it is told', async () => {
    const clock = virtualClock();
    const { json } = createKinesis({
      clock,
      log: silentLog,
      random: seededRandom(7),
      region: 'us-east-1',
      account: '123456789012',
      delays: { createStreamMs: 10_000 },
    });
    const call = async (operation: string): Promise<string> => {
      const request = {
        method: 'POST',
        path: '/',
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(JSON.stringify({ StreamName: STREAM })),
        signal: new AbortController().signal,
      };
      const { body } = await json.handle(request, operation, 'id');
      return Buffer.from(body as Uint8Array).toString();
    };
    await call('CreateStream');
    await clock.advance(9_999);
    expect(await call('DescribeStream')).toContain('"StreamStatus":"CREATING"');
    await clock.advance(1);
    expect(await call('DescribeStream')).toContain('"StreamStatus":"ACTIVE"');
  });

  it('does not know other operations', async () => {
    const { refusal } = givenKinesis();
    expect(await refusal('PutRecordsTwice')).toMatch(/^UnknownOperationException/);
  });
});
