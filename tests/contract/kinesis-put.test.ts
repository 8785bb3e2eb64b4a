import {
  CreateStreamCommand,
  DescribeStreamCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import { contract } from '../support/contract.ts';
import { freshName, givenStream, shardId, textsOf } from '../support/given-stream.ts';

const ONE_MIB = 1_048_576;
const LAST_HASH_KEY = '340282366920938463463374607431768211455';

contract('putting records', {
  'gives four shards to a stream that asks for none': {
    traps: [19],
    async run({ kinesis, pass, changeMs }) {
      const StreamName = freshName();
      await kinesis.send(new CreateStreamCommand({ StreamName }));
      await pass(changeMs);
      const described = await kinesis.send(new DescribeStreamCommand({ StreamName }));
      expect(described.StreamDescription?.Shards).toHaveLength(4);
    },
  },

  'knows no stream while it is CREATING': {
    traps: [11, 12],
    divergesOn: { localstack: 'shows shards and takes records while it is CREATING' },
    async run({ kinesis, pass, account, changeMs }) {
      const StreamName = freshName();
      await kinesis.send(new CreateStreamCommand({ StreamName }));
      const described = await kinesis.send(new DescribeStreamCommand({ StreamName }));
      expect(described.StreamDescription).toMatchObject({ StreamStatus: 'CREATING', Shards: [] });
      const put = { StreamName, PartitionKey: 'k', Data: new Uint8Array() };
      await expect(kinesis.send(new PutRecordCommand(put))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Stream ${StreamName} under account ${account} not found.`,
      });
      await pass(changeMs);
    },
  },

  'tiles the key space with its shards': {
    async run(stack) {
      const { name } = await givenStream(stack, { shards: 7 });
      const command = new DescribeStreamCommand({ StreamName: name });
      const { StreamDescription } = await stack.kinesis.send(command);
      let next = 0n;
      for (const { HashKeyRange } of StreamDescription?.Shards ?? []) {
        expect(HashKeyRange?.StartingHashKey).toBe(next.toString());
        next = BigInt(HashKeyRange?.EndingHashKey ?? '') + 1n;
      }
      expect(next).toBe(2n ** 128n);
    },
  },

  'routes keys by the MD5 of their UTF-8 bytes': {
    traps: [43],
    async run(stack) {
      const { put } = await givenStream(stack, { shards: 2 });
      // The digests begin with 0c, 91, a1 and ea; in Latin-1 the last two would begin with 44 and 7f.
      const halves = { a: 0, partitionKey: 1, ö: 1, 'São Paulo': 1 };
      for (const [PartitionKey, half] of Object.entries(halves)) {
        const { ShardId } = await put('x', { PartitionKey });
        expect([PartitionKey, ShardId]).toEqual([PartitionKey, `shardId-00000000000${half}`]);
      }
    },
  },

  'answers without an encryption type': {
    traps: [26],
    divergesOn: { localstack: 'says `EncryptionType: NONE`' },
    async run(stack) {
      const { name, put } = await givenStream(stack);
      const Records = [{ PartitionKey: 'k', Data: new Uint8Array() }];
      const many = await stack.kinesis.send(new PutRecordsCommand({ StreamName: name, Records }));
      for (const answer of [await put('x'), many, ...(many.Records ?? [])]) {
        expect(answer).not.toHaveProperty('EncryptionType');
      }
    },
  },

  'keeps the order of the request in its results': {
    traps: [31],
    async run(stack) {
      const { name, read, iterator } = await givenStream(stack, { shards: 2 });
      const Records = Array.from({ length: 40 }, (_, n) => ({
        PartitionKey: 'k',
        ExplicitHashKey: n % 2 === 0 ? '0' : LAST_HASH_KEY,
        Data: Buffer.from(String(n)),
      }));
      const answer = await stack.kinesis.send(new PutRecordsCommand({ StreamName: name, Records }));
      expect(answer.FailedRecordCount).toBe(0);
      for (const shard of [0, 1]) {
        const stored = await read(await iterator({ ShardId: shardId(shard) }));
        const mine = Records.map((_, n) => n).filter((n) => n % 2 === shard);
        expect(textsOf(stored)).toEqual(mine.map(String));
        expect(stored.Records?.map(({ SequenceNumber }) => SequenceNumber)).toEqual(
          mine.map((n) => answer.Records?.[n]?.SequenceNumber),
        );
      }
    },
  },

  'writes nothing of a call with one invalid record': {
    traps: [32],
    divergesOn: { localstack: 'another code and other words' },
    async run(stack) {
      const { name, read, iterator } = await givenStream(stack);
      const Data = new Uint8Array();
      const Records = [
        { PartitionKey: 'k', Data },
        { PartitionKey: 'x'.repeat(257), Data },
      ];
      const command = new PutRecordsCommand({ StreamName: name, Records });
      await expect(stack.kinesis.send(command)).rejects.toMatchObject({
        name: 'ValidationException',
        message: `1 validation error detected: Value '${'x'.repeat(257)}' at 'records.2.member.partitionKey' failed to satisfy constraint: Member must have length less than or equal to 256`,
      });
      expect(textsOf(await read(await iterator()))).toEqual([]);
    },
  },

  'takes a record of exactly 1 MiB with its key, and not a byte more': {
    traps: [33],
    divergesOn: { localstack: 'takes larger records' },
    async run(stack) {
      const { put } = await givenStream(stack);
      await put('x'.repeat(ONE_MIB - 1));
      await expect(put('x'.repeat(ONE_MIB))).rejects.toMatchObject({
        name: 'ValidationException',
        message:
          "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
      });
    },
  },

  'takes 6 MiB in one call, and refuses more than 10': {
    traps: [34],
    divergesOn: { localstack: 'takes more than 10 MiB' },
    async run(stack) {
      const { name } = await givenStream(stack, { shards: 8 });
      const records = (count: number) =>
        Array.from({ length: count }, (_, n) => ({
          PartitionKey: `k${n}`,
          Data: new Uint8Array(ONE_MIB - 10),
        }));
      const send = (count: number) =>
        stack.kinesis.send(new PutRecordsCommand({ StreamName: name, Records: records(count) }));
      expect((await send(6)).Records).toHaveLength(6);
      await expect(send(11)).rejects.toMatchObject({
        name: 'InvalidArgumentException',
        message: 'Records size exceeds 10 MB limit',
      });
    },
  },

  'takes empty data and gives it back': {
    traps: [35],
    async run(stack) {
      const { put, read, iterator } = await givenStream(stack);
      await put('');
      expect(textsOf(await read(await iterator()))).toEqual(['']);
    },
  },

  'numbers records by 56 digits that rise strictly within a shard': {
    traps: [41],
    async run(stack) {
      const { put } = await givenStream(stack);
      const numbers: string[] = [];
      for (let n = 0; n < 30; n++) {
        numbers.push((await put('x')).SequenceNumber ?? '');
        await stack.pass(n * 10);
      }
      expect(numbers.filter((number) => !/^\d{56}$/.test(number))).toEqual([]);
      expect(numbers).toEqual([...new Set(numbers)].toSorted());
    },
  },

  'refuses a hash key beyond the key space': {
    divergesOn: { localstack: 'other words' },
    async run(stack) {
      const { put } = await givenStream(stack);
      const ExplicitHashKey = '340282366920938463463374607431768211456';
      await expect(put('x', { ExplicitHashKey })).rejects.toMatchObject({
        name: 'InvalidArgumentException',
        message: `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${ExplicitHashKey}`,
      });
    },
  },
});
