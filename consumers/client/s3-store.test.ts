import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, it } from 'vitest';
import { coordinationConformance } from './coordination.conformance.ts';
import { ABSENT, Conflict } from './coordination.ts';
import { BUCKET, clientsThrough, givenWorld } from './given-world.test-support.ts';
import { s3Store } from './s3-store.ts';

coordinationConformance('s3', async () => {
  const { s3 } = await givenWorld();
  return s3Store({ client: s3, bucket: BUCKET, prefix: 'kinesis/' });
});

describe('an s3 store', () => {
  it('lists more objects than one page holds', async () => {
    const { s3 } = await givenWorld();
    const store = s3Store({ client: s3, bucket: BUCKET });
    for (let n = 0; n < 1_001; n++) {
      await store.put(`many/${String(n).padStart(4, '0')}`, Buffer.from('x'), ABSENT);
    }
    let count = 0;
    for await (const { key } of store.list('many/')) {
      expect(key).toBe(`many/${String(count).padStart(4, '0')}`);
      count += 1;
    }
    expect(count).toBe(1_001);
  });

  it('takes a missing bucket for an error, not for a missing object', async () => {
    const { s3 } = await givenWorld();
    const store = s3Store({ client: s3, bucket: 'nowhere' });
    await expect(store.get('key')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(store.put('key', Buffer.from('x'), ABSENT)).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('reports a write that met another one as a conflict', async () => {
    const conflict = {
      handle: () =>
        Promise.resolve({
          response: {
            statusCode: 409,
            headers: { 'content-type': 'application/xml' },
            body: Buffer.from('<Error><Code>ConditionalRequestConflict</Code></Error>'),
          },
        }),
    };
    const requestHandler = Object.assign(new NodeHttpHandler(), conflict);
    const { s3 } = clientsThrough(requestHandler);
    const store = s3Store({ client: s3, bucket: BUCKET });
    await expect(store.put('key', Buffer.from('x'), ABSENT)).rejects.toThrow(Conflict);
  });
});
