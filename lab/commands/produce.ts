import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { defaultTopology } from '#pipeline/topology.ts';
import { createProducer } from '#producer/client/producer.ts';
import { untilAborted } from '#producer/inputs/lines/until-aborted.ts';
import { kinesisClient } from '#runtime/aws.ts';
import { text } from '#runtime/codec.ts';
import { EXIT } from '#runtime/errors.ts';
import { putJson, putLine } from '../produce/put-line.ts';
import { putRecords } from '../produce/put-records.ts';
import { readRecords } from '../produce/read-records.ts';
import { placeOf } from '../running-lab.ts';
import { explained } from '../service-errors.ts';
import { counted } from '../terminal/status-line.ts';
import type { Run } from './command.ts';

/** Puts each line of standard input on a stream as a record. Exits 1 if any of them is not there in the end. */
export const produce: Run = async (settings, { stdin, signal, out, talk, env }) => {
  const stream = settings.stream ?? defaultTopology.stream;
  const toLine = settings.output === 'json' ? putJson : putLine;
  const client = kinesisClient(placeOf(settings, env).kinesis);
  const count = { put: 0, failed: 0, refused: 0 };
  const producer = createProducer({ stream, client, codec: text() });
  try {
    // Said once and before anything is read, rather than of each record.
    await explained(() => client.send(new DescribeStreamSummaryCommand({ StreamName: stream })));
    talk.write(`Each line of standard input becomes a record on ${stream}.\n`);
    await putRecords({
      records: readRecords(untilAborted(stdin, signal), settings.key),
      producer,
      signal,
      onPut: (record, receipt) => {
        count.put += 1;
        out.write(`${toLine(record, receipt)}\n`);
      },
      onFailed: (_, { message }) => {
        count.failed += 1;
        talk.write(`✖ not put: ${message}\n`);
      },
      onRefused: ({ line, reason }) => {
        count.refused += 1;
        talk.write(`✖ line ${line}: ${reason}\n`);
      },
    });
  } finally {
    await producer.close();
    client.destroy();
  }
  const refused = counted(count.refused, 'line');
  talk.write(`${count.put} put · ${count.failed} given up · ${refused} refused\n`);
  return count.failed + count.refused === 0 ? EXIT.ok : EXIT.assertion;
};
