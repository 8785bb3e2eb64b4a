import { encode, Tag } from 'cbor2';
import { expect } from 'vitest';
import { askInCbor } from '../support/ask-in-cbor.ts';
import { contract } from '../support/contract.ts';
import { freshName, givenStream, textsOf } from '../support/given-stream.ts';

contract('asking in CBOR', {
  'gives data as bytes and instants as tagged whole milliseconds': {
    traps: [6],
    async run(stack) {
      const stream = await givenStream(stack);
      const Data = Uint8Array.of(0, 1, 254, 255);
      const put = { StreamName: stream.name, PartitionKey: 'k', Data };
      const before = stack.now();
      await askInCbor(stack, 'PutRecord', encode(put));
      const read = { ShardIterator: await stream.iterator() };
      const { body } = await askInCbor(stack, 'GetRecords', encode(read));
      const { Records } = body as { readonly Records: readonly ReadRecord[] };
      expect(Records.map((record) => Uint8Array.from(record.Data))).toEqual([Data]);
      const [{ tag, contents }] = Records.map((record) => record.ApproximateArrivalTimestamp) as [
        Tag,
      ];
      expect(tag).toBe(1);
      expect(Number.isSafeInteger(contents)).toBe(true);
      expect(Math.abs((contents as number) - before)).toBeLessThan(3_000);
    },
  },

  'takes an instant as tagged milliseconds': {
    async run(stack) {
      const stream = await givenStream(stack);
      await stream.put('earlier');
      await stack.pass(2_000);
      const between = stack.now() - 1_000;
      await stream.put('later');
      const position = {
        StreamName: stream.name,
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'AT_TIMESTAMP',
        Timestamp: new Tag(1, between),
      };
      const { body } = await askInCbor(stack, 'GetShardIterator', encode(position));
      const { ShardIterator } = body as { readonly ShardIterator: string };
      expect(textsOf(await stream.read(ShardIterator))).toEqual(['later']);
    },
  },

  'tells errors in CBOR, with their request id': {
    traps: [7],
    divergesOn: { localstack: 'other words' },
    async run(stack) {
      const absent = encode({ StreamName: freshName() });
      const answer = await askInCbor(stack, 'DescribeStreamSummary', absent);
      expect(answer).toMatchObject({
        status: 400,
        headers: { 'content-type': 'application/x-amz-cbor-1.1' },
        body: {
          __type: 'ResourceNotFoundException',
          message: expect.stringContaining(`under account ${stack.account} not found.`) as string,
        },
      });
      expect(answer.headers['x-amzn-requestid']).toBeTruthy();
    },
  },
});

interface ReadRecord {
  readonly Data: Uint8Array;
  readonly ApproximateArrivalTimestamp: Tag;
}
