import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import {
  incoming,
  type IncomingRecord,
  type RecordToPut,
} from '#emulator/kinesis/records/incoming-record.ts';
import { quickPutRecords } from '#emulator/kinesis/records/quick-put-records.ts';
import { encodePageToken, readPageToken } from '#emulator/kinesis/page-token.ts';
import { formatSequenceNumber, parseSequenceNumber } from '#emulator/kinesis/sequence-number.ts';
import { encodeShardIterator, readShardIterator } from '#emulator/kinesis/shard-iterator.ts';
import { unframe } from '#emulator/s3/aws-chunked.ts';
import { readToken, tokenFor } from '#emulator/s3/page-token.ts';
import type { StreamEvent } from '#emulator/wire/action.ts';
import { readCbor } from '#emulator/wire/cbor/read-cbor.ts';
import { writeCbor } from '#emulator/wire/cbor/write-cbor.ts';
import { JSON_DIALECT } from '#emulator/wire/dialect.ts';
import { encodeEventStream } from '#emulator/wire/event-stream.ts';
import { parseJsonBody } from '#emulator/wire/json-body.ts';
import { parseXml } from '#emulator/wire/rest-xml.ts';
import { silentLog } from '#runtime/log.ts';
import { bytesLike, textLike } from './inputs.ts';
import { expectSame, given, target, type Target } from './target.ts';

const NOW = 1_795_678_618_123;

const JSON_BODIES = [
  '{"StreamName":"events","Records":[{"Data":"AAE=","PartitionKey":"k"}]}',
  '{"Limit":9007199254740993,"__proto__":{"a":1e400}}',
];
const CBOR_BODIES = JSON_BODIES.map((body) => writeCbor(JSON.parse(body), { Data: 'blob' }));

const SEQUENCE_NUMBERS = [
  '49546986683135544286507457936321625675700192471156785154',
  formatSequenceNumber({
    createdAtSeconds: 1_795_678_618,
    index: 7,
    recordedAtSeconds: 1_795_678_620,
    shardIndex: 3,
  }),
];

const ITERATOR = encodeShardIterator({
  createdAt: NOW,
  streamName: 'events',
  streamCreatedAt: NOW,
  shardIndex: 1,
  position: 7,
  serial: 1,
});

const PAGE_TOKEN = encodePageToken('ListShards', ['events', '7'], NOW);

interface QuickInput {
  readonly StreamName: string;
  readonly Records: readonly RecordToPut[];
}

const shownRecord = ({ source, from, to, keyFrom, keyTo, sizeBytes }: IncomingRecord): object => ({
  text: source.toString('utf8', from, to),
  key: source.toString('utf8', keyFrom, keyTo),
  sizeBytes,
});

/** What reads bytes and text that clients send. */
export const codecTargets: readonly Target[] = [
  target(
    'JSON',
    bytesLike(['{', '}', '[', ']', '"', ':', ',', '1', '-', 'e', '\\u', 'null', ' '], JSON_BODIES),
    (bytes) => {
      const value = given(() => parseJsonBody(bytes));
      if (value !== undefined) expectSame(value, JSON.parse(bytes.toString() || '{}'));
    },
  ),
  target(
    'PutRecords in a hurry',
    bytesLike(['"', ',', ':', '{', '}', ' '], JSON_BODIES),
    (bytes) => {
      const quick = quickPutRecords(bytes);
      if (!quick) return;
      const asked = JSON.parse(bytes.toString()) as QuickInput;
      expectSame(quick.StreamName, asked.StreamName);
      expectSame(quick.Records.map(shownRecord), asked.Records.map(incoming).map(shownRecord));
    },
  ),
  target(
    'CBOR',
    bytesLike(
      [
        '\x9f',
        '\xbf',
        '\xff',
        '\x5f',
        '\x7f',
        '\xc1',
        '\x1b',
        '\x61a',
        '\x41a',
        '\x81',
        '\xa1',
        '\xf9',
        '\xfb',
      ],
      CBOR_BODIES,
    ),
    (bytes) => {
      const value = given(() => readCbor(bytes));
      if (value === undefined) return;
      // What was read is written and read again without a difference, but for what JSON cannot say.
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expectSame(readCbor(writeCbor(plain, {})), plain);
    },
  ),
  target(
    'XML',
    bytesLike(
      [
        '<',
        '>',
        '/',
        'a',
        '&',
        ';',
        '#',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        '?>',
        '<!DOCTYPE',
        ' ',
      ],
      [
        '<Delete><Object><Key>a&amp;b</Key></Object><Quiet>true</Quiet></Delete>',
        '<a b="c"><![CDATA[d]]></a>',
      ],
    ),
    (bytes) => void given(() => parseXml(bytes)),
  ),
  target(
    'aws-chunked',
    bytesLike(
      ['\r\n', '\n', '0', '5', 'f', ';', 'chunk-signature=', ':', 'hello', 'x-amz-checksum-crc32'],
      [
        '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n',
        '1;chunk-signature=ab\r\na\r\n0\r\n\r\n',
      ],
    ),
    (bytes) => {
      const unframed = given(() => unframe(bytes));
      if (unframed && unframed.bytes.length > bytes.length) throw new Error('more than there was');
    },
  ),
  {
    name: 'event stream',
    share: 100,
    property: fc.asyncProperty(
      fc.string({ maxLength: 80 }),
      fc.jsonValue({ maxDepth: 2 }),
      checkFrames,
    ) as unknown as Target['property'],
  },
  target(
    'sequence numbers',
    fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 200n }), digits()),
    (value) => {
      const text = value.toString();
      const parsed = parseSequenceNumber(text);
      if (parsed && Number.isSafeInteger(parsed.index))
        expectSame(formatSequenceNumber(parsed), text);
    },
  ),
  target(
    'shard iterators',
    fc.oneof(textLike(['A', '=', '"', '/'], [ITERATOR]), forgedIterator()),
    (text) => {
      const iterator = given(() => readShardIterator(text, NOW));
      if (!iterator) return;
      const { createdAt, streamCreatedAt, shardIndex, position, serial } = iterator;
      for (const number of [createdAt, streamCreatedAt, shardIndex, position, serial]) {
        if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${number} was let in`);
      }
    },
  ),
  target('page tokens', fc.oneof(textLike(['A', '='], [PAGE_TOKEN]), forgedToken()), (text) => {
    const fields = given(() => readPageToken('ListShards', text, NOW));
    if (fields && !fields.every((field) => typeof field === 'string')) throw new Error('no text');
    given(() => readToken(text));
    expectSame(readToken(tokenFor(text)), text);
  }),
];

/** A good number with a few digits changed. */
function digits(): fc.Arbitrary<string> {
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 9 })), { maxLength: 5 });
  return fc.tuple(fc.constantFrom(...SEQUENCE_NUMBERS), changes).map(([number, list]) => {
    const all = number.split('');
    for (const [at, digit] of list) all[at % all.length] = String(digit);
    return all.join('').replace(/^0+(?=.)/, '');
  });
}

/** With a sum that is right, as anybody can make it who knows how. */
function forgedIterator(): fc.Arbitrary<string> {
  const field = fc.oneof(fc.constantFrom('', '-1', '1e9', 'NaN', '0x10', String(NOW)), fc.string());
  return fc.array(field, { maxLength: 8 }).map((fields) => {
    const bytes = Buffer.alloc(168, ' ');
    bytes.write('0000000000000001', 'hex');
    bytes.write(fields.join('/'), 8, 'latin1');
    bytes.writeUInt32BE(crc32(bytes.subarray(0, 164)), 164);
    return bytes.toString('base64');
  });
}

function forgedToken(): fc.Arbitrary<string> {
  const json = fc.oneof(
    fc.json({ maxDepth: 2 }),
    fc.string(),
    fc
      .array(fc.jsonValue({ maxDepth: 1 }))
      .map((rest) => JSON.stringify(['ListShards', NOW, ...rest])),
  );
  return json.map((text) => {
    const sum = crc32(`NextToken ${text}`).toString(16).padStart(8, '0');
    return Buffer.from(`${sum}${text}`).toString('base64');
  });
}

/** Reads the frames by the format's description alone. */
async function checkFrames(type: string, value: unknown): Promise<void> {
  const payload = { value };
  async function* source(): AsyncGenerator<StreamEvent> {
    yield { type, payload };
  }
  const frames: Buffer[] = [];
  for await (const frame of encodeEventStream(source(), JSON_DIALECT, silentLog)) {
    frames.push(Buffer.from(frame));
  }
  for (const frame of frames) {
    const crcAt = frame.length - 4;
    expectSame(frame.readUInt32BE(0), frame.length);
    expectSame(frame.readUInt32BE(8), crc32(frame.subarray(0, 8)));
    expectSame(frame.readUInt32BE(crcAt), crc32(frame.subarray(0, crcAt)));
  }
  const last = frames.at(-1) ?? Buffer.alloc(12);
  const body = last.subarray(12 + last.readUInt32BE(4), last.length - 4);
  expectSame(JSON.parse(body.toString()), JSON.parse(JSON.stringify(payload)));
}
