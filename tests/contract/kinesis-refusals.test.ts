import { DescribeDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import {
  CreateStreamCommand,
  DescribeStreamCommand,
  GetShardIteratorCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import { contract } from '../support/contract.ts';
import { givenStream, shardId } from '../support/given-stream.ts';

contract('refusals', {
  'carry a request id': {
    traps: [8],
    divergesOn: { localstack: 'other words' },
    async run({ kinesis, account }) {
      const command = new DescribeStreamCommand({ StreamName: 'no-such-stream' });
      await expect(kinesis.send(command)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Stream no-such-stream under account ${account} not found.`,
        $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
      });
    },
  },

  'tell of ten wrong members at most, in one message': {
    traps: [9],
    divergesOn: { localstack: 'another code and other words' },
    async run(stack) {
      const { name: StreamName } = await givenStream(stack);
      const Data = new Uint8Array();
      const Records = Array.from({ length: 12 }, () => ({ PartitionKey: '', Data }));
      const error = await stack.kinesis
        .send(new PutRecordsCommand({ StreamName, Records }))
        .catch((refusal: unknown) => refusal);
      const one = (n: number) =>
        `Value '' at 'records.${n}.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1`;
      const ten = Array.from({ length: 10 }, (_, n) => one(n + 1)).join('; ');
      expect(error).toMatchObject({
        name: 'ValidationException',
        message: `10 validation errors detected: ${ten}`,
      });
    },
  },

  'repeat the refused value in Kinesis, and not in Firehose': {
    traps: [10],
    divergesOn: { localstack: 'another code and other words' },
    async run({ kinesis, firehose }) {
      const pattern =
        'failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+';
      await expect(
        kinesis.send(new CreateStreamCommand({ StreamName: 'a b' })),
      ).rejects.toMatchObject({
        message: `1 validation error detected: Value 'a b' at 'streamName' ${pattern}`,
      });
      await expect(
        firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'a b' })),
      ).rejects.toMatchObject({
        message: `1 validation error detected: Value at 'deliveryStreamName' ${pattern}`,
      });
    },
  },

  'name the values of an enumeration in the order of AWS': {
    divergesOn: { localstack: 'another code and other words' },
    async run(stack) {
      const { name: StreamName } = await givenStream(stack);
      const request = { StreamName, ShardId: shardId(0), ShardIteratorType: 'OLDEST' as 'LATEST' };
      await expect(stack.kinesis.send(new GetShardIteratorCommand(request))).rejects.toMatchObject({
        message:
          "1 validation error detected: Value 'OLDEST' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]",
      });
    },
  },
});
