import { CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { encode, Tag } from 'cbor2';
import { expect } from 'vitest';
import { askInCbor } from '../support/ask-in-cbor.ts';
import { contract } from '../support/contract.ts';
import { freshName, givenStream, textsOf } from '../support/given-stream.ts';

/** Longer than a stream takes to become ACTIVE. */
const CHANGE_MS = 100;

/** As the SDK for Java 2.31 sent them, of a stream `events`: maps and lists of indefinite length. */
const FROM_JAVA = {
  createStream: 'bf6a53747265616d4e616d65666576656e74736a5368617264436f756e7402ff',
  putRecord:
    'bf6a53747265616d4e616d65666576656e74736444617461440001fffe6c506172746974696f6e4b65796a7363686cc3bc7373656c6f4578706c69636974486173684b65796130ff',
  putRecords:
    'bf675265636f7264739fbf6444617461436f6e656c506172746974696f6e4b65796161ffbf6444617461406f4578706c69636974486173684b657961306c506172746974696f6e4b65796162ffff6a53747265616d4e616d65666576656e7473ff',
  listShards:
    'bf6a53747265616d4e616d65666576656e74736a4d6178526573756c74731a000111706b536861726446696c746572bf64547970656c41545f54494d455354414d506954696d657374616d70c11b000001a216c9420bffff',
};

contract('asking in CBOR', {
  "takes what Java's SDK sends, to the byte": {
    async run(stack) {
      const ask = (operation: string, hex: string) =>
        askInCbor(stack, operation, Buffer.from(hex, 'hex'));
      expect(await ask('CreateStream', FROM_JAVA.createStream)).toMatchObject({
        status: 200,
        body: undefined,
      });
      await stack.pass(CHANGE_MS);
      expect(await ask('PutRecord', FROM_JAVA.putRecord)).toMatchObject({
        status: 200,
        headers: { 'content-type': 'application/x-amz-cbor-1.1' },
        body: { ShardId: 'shardId-000000000000' },
      });
      expect(await ask('PutRecords', FROM_JAVA.putRecords)).toMatchObject({
        status: 200,
        body: { FailedRecordCount: 0, Records: [{}, { ShardId: 'shardId-000000000000' }] },
      });
      expect(await ask('ListShards', FROM_JAVA.listShards)).toMatchObject({
        status: 400,
        body: {
          __type: 'ValidationException',
          message:
            "1 validation error detected: Value '70000' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10000",
        },
      });
    },
  },

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

  'refuses what is not CBOR, or of the wrong type, or unknown': {
    async run(stack) {
      const { kinesis, pass } = stack;
      const StreamName = freshName();
      await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
      await pass(CHANGE_MS);
      const broken = await askInCbor(stack, 'DescribeStream', Buffer.from('bf6a', 'hex'));
      expect(broken).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
      const wrong = await askInCbor(
        stack,
        'DescribeStream',
        encode({ StreamName: Uint8Array.of(1) }),
      );
      expect(wrong).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
      const unknown = await askInCbor(stack, 'Sing', encode({}));
      expect(unknown).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
    },
  },
});

interface ReadRecord {
  readonly Data: Uint8Array;
  readonly ApproximateArrivalTimestamp: Tag;
}
