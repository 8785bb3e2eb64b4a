import { expect, it } from 'vitest';
import { readRecords, type ReadRecord } from './read-records.ts';

async function readOf(chunks: readonly (string | Uint8Array)[], key?: string) {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const read: ReadRecord[] = [];
  for await (const each of readRecords(bytes(), key)) read.push(each);
  return read;
}

it('makes a record of each line as it stands, wherever it is cut and however it ends; of none of blanks', async () => {
  expect(await readOf([' a, b', 'c \r\n\n   \n{"x":', ' 1}\nlast'])).toEqual([
    { record: { data: ' a, bc ' } },
    { record: { data: '{"x": 1}' } },
    { record: { data: 'last' } },
  ]);
});

it('takes the key from a field, and leaves the line as it stands', async () => {
  expect(await readOf(['{ "user": "ana" }\n{"user":7}\n'], 'user')).toEqual([
    { record: { data: '{ "user": "ana" }', partitionKey: 'ana' } },
    { record: { data: '{"user":7}', partitionKey: '7' } },
  ]);
});

it('refuses lines without such a field by their number, and goes on', async () => {
  const lines = ['{}', 'no', '[1]', '{"user":null}', '{"user":""}', '{"user":"bob"}'];
  expect(await readOf([lines.join('\n')], 'user')).toEqual([
    { refused: { line: 1, reason: 'no field "user" for the key' } },
    { refused: { line: 2, reason: 'not JSON' } },
    { refused: { line: 3, reason: 'JSON, but an array and not an object' } },
    { refused: { line: 4, reason: 'field "user" is no text or number to be a key' } },
    { refused: { line: 5, reason: 'field "user" is empty and cannot be the key' } },
    { record: { data: '{"user":"bob"}', partitionKey: 'bob' } },
  ]);
});

it('refuses what is no text, or longer than a record may be', async () => {
  const read = await readOf([
    Uint8Array.of(0xff, 0x0a),
    'x'.repeat(1_048_577),
    '\n',
    'y'.repeat(1_048_576),
  ]);
  expect(read).toMatchObject([
    { refused: { line: 1, reason: 'not UTF-8 text' } },
    { refused: { line: 2, reason: 'longer than 1048576 bytes' } },
    { record: {} },
  ]);
});
