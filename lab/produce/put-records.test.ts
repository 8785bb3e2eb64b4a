import { expect, it } from 'vitest';
import { SendError } from '#producer/client/send-error.ts';
import type { OutRecord } from '#producer/client/out-record.ts';
import type { Receipt } from '#producer/client/types.ts';
import { putJson, putLine } from './put-line.ts';
import { putRecords } from './put-records.ts';
import type { ReadRecord } from './read-records.ts';

const RECEIPT: Receipt = {
  shardId: 'shardId-000000000002',
  sequenceNumber: '496',
  attempts: 1,
  latencyMs: 3,
};

it('tells the fate of each: put, given up, refused', async () => {
  const told: string[] = [];
  const read: ReadRecord[] = [
    { record: { data: 'a', partitionKey: 'k' } },
    { refused: { line: 2, reason: 'not JSON' } },
    { record: { data: 'never' } },
    { record: { data: 'b' } },
  ];
  await putRecords({
    ...given(read),
    onPut: ({ data }, { shardId }) => told.push(`put ${data} on ${shardId}`),
    onFailed: ({ data }, { code }) => told.push(`failed ${data}: ${code}`),
    onRefused: ({ line }) => told.push(`refused ${line}`),
  });
  expect(told.sort()).toEqual([
    'failed never: rejected',
    'put a on shardId-000000000002',
    'put b on shardId-000000000002',
    'refused 2',
  ]);
});

it('takes no more when it is told to stop, and knows the fate of what it took', async () => {
  const stop = new AbortController();
  const put: string[] = [];
  const read = ['a', 'b', 'c'].map((data): ReadRecord => ({ record: { data } }));
  await putRecords({
    ...given(read, (data) => data === 'b' && stop.abort()),
    signal: stop.signal,
    onPut: ({ data }) => put.push(data),
  });
  expect(put).toEqual(['a', 'b']);
});

it('says where a record went, and lets no key move the cursor', () => {
  expect(putLine({ data: 'hé', partitionKey: 'a\u001b[2J' }, RECEIPT)).toBe(
    's2  496  a\\x1b[2J  3 B',
  );
  expect(putLine({ data: 'x' }, RECEIPT)).toBe('s2  496  no key  1 B');
  expect(JSON.parse(putJson({ data: 'x', partitionKey: 'a' }, RECEIPT))).toEqual({
    shardId: 'shardId-000000000002',
    sequenceNumber: '496',
    partitionKey: 'a',
    bytes: 1,
    attempts: 1,
  });
});

function given(read: readonly ReadRecord[], onSend: (data: string) => unknown = () => {}) {
  async function* records(): AsyncGenerator<ReadRecord> {
    yield* read;
  }
  const send = async (record: OutRecord<string>): Promise<Receipt> => {
    onSend(record.data);
    await Promise.resolve();
    if (record.data !== 'never') return RECEIPT;
    throw new SendError(record, { code: 'rejected', message: 'refused for good' });
  };
  return {
    records: records(),
    producer: { send, room: async () => {}, flush: async () => {} },
    signal: new AbortController().signal,
    onPut: () => {},
    onFailed: () => {},
    onRefused: () => {},
  };
}
