import { describe, expect, it } from 'vitest';
import { givenS3, texts } from '../given-s3.test-support.ts';

async function givenKeys(...keys: readonly string[]) {
  const { send } = await givenS3();
  for (const key of keys) await send('PUT', `/lake/${key}`);
  return async (query: string) => (await send('GET', `/lake?${query}`)).text;
}

describe('ListObjects', () => {
  it('goes on after the marker', async () => {
    const list = await givenKeys('a', 'b', 'c');
    const text = await list('marker=a&max-keys=1');
    expect(texts(text, 'Key')).toEqual(['b']);
    expect(texts(text, 'IsTruncated')).toEqual(['true']);
  });

  it('tells the owner of every object', async () => {
    const list = await givenKeys('a', 'b');
    expect(texts(await list(''), 'ID')).toHaveLength(2);
  });

  it('tells the next marker only if there is a delimiter', async () => {
    const list = await givenKeys('a/1', 'a/2', 'b');
    expect(texts(await list('max-keys=1'), 'NextMarker')).toEqual([]);
    expect(texts(await list('max-keys=1&delimiter=/'), 'NextMarker')).toEqual(['a/']);
  });

  it('steps over a common prefix that is the marker', async () => {
    const list = await givenKeys('a/1', 'a/2', 'b');
    expect(await list('delimiter=/&marker=a/')).not.toContain('CommonPrefixes');
    expect(texts(await list('delimiter=/&marker=a/'), 'Key')).toEqual(['b']);
  });
});
