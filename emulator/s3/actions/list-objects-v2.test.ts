import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf, givenS3, pathOf, texts, type GivenS3 } from '../given-s3.test-support.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

async function givenKeys(...keys: readonly string[]) {
  const s3 = await givenS3();
  for (const key of keys) await s3.send('PUT', pathOf('lake', key), { body: key });
  return { ...s3, list: (query: Query) => list(s3, query) };
}

/** `encoding-type=url` lets every key through a reader of XML. */
async function list({ send }: GivenS3, query: Query) {
  const search = new URLSearchParams({ 'list-type': '2', 'encoding-type': 'url' });
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  const { text } = await send('GET', `/lake?${search.toString()}`);
  const plain = (name: string) => texts(text, name).map(decode);
  const roots = /<CommonPrefixes>.*$/.exec(text)?.[0] ?? '';
  return {
    text,
    keys: plain('Key'),
    prefixes:
      roots === ''
        ? []
        : texts(`<A>${roots.replace(/<\/ListBucketResult>$/, '')}</A>`, 'Prefix').map(decode),
    isTruncated: texts(text, 'IsTruncated')[0] === 'true',
    keyCount: Number(texts(text, 'KeyCount')[0]),
    token: texts(text, 'NextContinuationToken')[0],
  };
}

const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

describe('ListObjectsV2', () => {
  it('tells of each object what it is', async () => {
    const { send } = await givenKeys('a');
    const { text } = await send('GET', '/lake?list-type=2');
    expect(text).toContain(
      '<Name>lake</Name><Prefix></Prefix><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys>' +
        '<IsTruncated>false</IsTruncated><Contents><Key>a</Key>' +
        '<LastModified>2026-01-01T00:00:00.000Z</LastModified>' +
        '<ETag>&quot;0cc175b9c0f1b6a831c399e269772661&quot;</ETag>' +
        '<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>' +
        '<Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>',
    );
  });

  it('tells instants in whole seconds', async () => {
    const { send, clock, list: listed } = await givenKeys();
    await clock.advance(1_999);
    await send('PUT', '/lake/a');
    expect(texts((await listed({})).text, 'LastModified')).toEqual(['2026-01-01T00:00:01.000Z']);
  });

  it('orders keys by the bytes of their UTF-8', async () => {
    const { list: listed } = await givenKeys('\u{10000}', '\u{FFFD}', 'b', 'B', 'a/b', 'a');
    expect((await listed({})).keys).toEqual(['B', 'a', 'a/b', 'b', '\u{FFFD}', '\u{10000}']);
  });

  it('sees every put and delete at once', async () => {
    const { send, list: listed } = await givenKeys('a', 'b');
    await send('DELETE', '/lake/a');
    expect((await listed({})).keys).toEqual(['b']);
  });

  it('rolls keys up to their common prefixes and counts both', async () => {
    const { list: listed } = await givenKeys('2026/01/a', '2026/02/b', '2026/c', 'd');
    const page = await listed({ prefix: '2026/', delimiter: '/' });
    expect(page).toMatchObject({
      keys: ['2026/c'],
      prefixes: ['2026/01/', '2026/02/'],
      keyCount: 3,
      isTruncated: false,
    });
  });

  it('starts after a key, until there is a token', async () => {
    const { list: listed } = await givenKeys('a', 'b', 'c', 'd');
    const first = await listed({ 'start-after': 'a', 'max-keys': 1 });
    expect(first.keys).toEqual(['b']);
    const next = await listed({ 'start-after': 'c', 'continuation-token': first.token });
    expect(next.keys).toEqual(['c', 'd']);
  });

  it('is empty and not truncated for no keys at all', async () => {
    const { list: listed } = await givenKeys('a');
    expect(await listed({ 'max-keys': 0 })).toMatchObject({
      keys: [],
      keyCount: 0,
      isTruncated: false,
      token: undefined,
    });
  });

  it('cuts a page at a thousand keys', async () => {
    const keys = Array.from({ length: 1_001 }, (_, index) => String(index));
    const { list: listed } = await givenKeys(...keys);
    const page = await listed({ 'max-keys': 5_000 });
    expect(page).toMatchObject({ keyCount: 1_000, isTruncated: true });
    expect(texts(page.text, 'MaxKeys')).toEqual(['1000']);
  });

  it('encodes keys, prefixes and delimiters when asked', async () => {
    const { send } = await givenKeys('a b/ü~(1)*.c');
    const { text } = await send(
      'GET',
      '/lake?list-type=2&encoding-type=url&prefix=a%20b&start-after=%20&delimiter=%C3%BC',
    );
    expect(text).toContain('<Prefix>a+b</Prefix><StartAfter>+</StartAfter>');
    expect(text).toContain('<Delimiter>%C3%BC</Delimiter><EncodingType>url</EncodingType>');
    expect(text).toContain('<CommonPrefixes><Prefix>a+b/%C3%BC</Prefix></CommonPrefixes>');
    const { text: keys } = await send('GET', '/lake?list-type=2&encoding-type=url');
    expect(texts(keys, 'Key')).toEqual(['a+b/%C3%BC%7E%281%29*.c']);
  });

  it('tells the owner on request only', async () => {
    const { list: listed } = await givenKeys('a');
    expect(texts((await listed({})).text, 'ID')).toEqual([]);
    expect(texts((await listed({ 'fetch-owner': true })).text, 'ID')).toHaveLength(1);
  });

  it.each([
    ['continuation-token=x', 'The continuation token provided is incorrect'],
    ['continuation-token=', 'The continuation token provided is incorrect'],
    ['encoding-type=base64', 'Invalid Encoding Method specified in Request'],
    ['max-keys=-1', 'Argument maxKeys must be an integer between 0 and 2147483647'],
    ['max-keys=x', 'Provided max-keys not an integer or within integer range'],
  ])('refuses %s', async (query, message) => {
    const { send } = await givenS3();
    const answer = await send('GET', `/lake?list-type=2&${query}`);
    expect(errorOf(answer)).toBe(`400 InvalidArgument: ${message}`);
  });

  it('gives each key and prefix once, in order, whatever the page', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\u{FFFD}', '\u{10000}') });
    const sample = fc.record({
      keys: fc.uniqueArray(
        text.filter((key) => key !== ''),
        { maxLength: 12 },
      ),
      prefix: fc.oneof(fc.constant(''), text),
      delimiter: fc.constantFrom('', '/', 'a', 'ab'),
      maxKeys: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(sample, async ({ keys, prefix, delimiter, maxKeys }) => {
        const { list: listed } = await givenKeys(...keys);
        const query = { prefix, delimiter, 'max-keys': maxKeys };
        const pages = [await listed(query)];
        for (let page = pages[0]; page?.isTruncated; page = pages.at(-1)) {
          pages.push(await listed({ ...query, 'continuation-token': page.token }));
        }
        const expected = rolledUp(keys, prefix, delimiter);
        expect(pages.flatMap((page) => page.keys)).toEqual(expected.keys);
        expect(pages.flatMap((page) => page.prefixes)).toEqual(expected.prefixes);
        const full = pages.slice(0, -1);
        expect(full.map((page) => page.keyCount)).toEqual(full.map(() => maxKeys));
      }),
    );
  });
});

/** The whole listing, made the slow way. */
function rolledUp(keys: readonly string[], prefix: string, delimiter: string) {
  const sorted = keys
    .filter((key) => key.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const rolled = sorted.map((key) => {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return at === -1 ? undefined : key.slice(0, at + delimiter.length);
  });
  return {
    keys: sorted.filter((_, index) => rolled[index] === undefined),
    prefixes: [...new Set(rolled.filter((item) => item !== undefined))],
  };
}
