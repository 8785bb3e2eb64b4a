// A process of its own: what HTTP on Node and a client cost by themselves. It answers each call with a
// text that was ready before, and does not look at what it is sent. Takes its port.
import { createServer } from 'node:http';

const put = {
  SequenceNumber: '49546986683135544286507457936321625675700192471156785154',
  ShardId: 'shardId-000000000000',
};
const record = { ...put, ApproximateArrivalTimestamp: 0, Data: 'aGVsbG8=', PartitionKey: 'k' };

const ANSWERS: Readonly<Record<string, object>> = {
  DescribeStreamSummary: { StreamDescriptionSummary: { StreamStatus: 'ACTIVE' } },
  PutRecord: put,
  PutRecords: { FailedRecordCount: 0, Records: Array.from({ length: 500 }, () => put) },
  GetShardIterator: { ShardIterator: 'here' },
  GetRecords: { Records: [record], NextShardIterator: 'there' },
};
const READY = new Map(
  Object.entries(ANSWERS).map(([name, answer]) => [name, Buffer.from(JSON.stringify(answer))]),
);

const server = createServer((incoming, outgoing) => {
  const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
  const answer = READY.get(operation) ?? Buffer.from('{}');
  incoming.on('data', () => {});
  incoming.on('end', () => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': answer.length,
    };
    outgoing.writeHead(200, headers).end(answer);
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
