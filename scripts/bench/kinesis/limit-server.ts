// A process of its own: the least that any server of this protocol does on Node. It reads the body,
// parses it, hashes the keys and answers; it keeps nothing. Prints its port.
import { hash } from 'node:crypto';
import { createServer } from 'node:http';

interface Body {
  readonly Records?: readonly { readonly PartitionKey: string }[];
}

const SUMMARY = JSON.stringify({ StreamDescriptionSummary: { StreamStatus: 'ACTIVE' } });

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const { Records } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Body;
    const answer = Records
      ? JSON.stringify({
          FailedRecordCount: 0,
          Records: Records.map(({ PartitionKey }) => ({
            SequenceNumber: hash('md5', PartitionKey, 'hex'),
            ShardId: 'shardId-000000000000',
          })),
        })
      : SUMMARY;
    outgoing.writeHead(200, { 'content-length': Buffer.byteLength(answer) }).end(answer);
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
