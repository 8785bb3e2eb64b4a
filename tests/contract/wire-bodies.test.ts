import { describe, expect, it } from 'vitest';
import { createEmulator, type WireHandler } from '#emulator/index.ts';
import { systemClock } from '#runtime/clock.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { givenServer } from '../support/given-server.ts';

/** Whatever one client does, the others are served within this. */
const OTHERS_WAIT_MS = 1_000;

const MIB = 1_024 * 1_024;

describe('a body that is too long', () => {
  const TARGET = 'x-amz-target: Kinesis_20131202.PutRecords';

  it('is refused before it is sent, if the client asks first', async () => {
    const server = await givenServer(emulated());
    const client = await server.open(
      `POST / HTTP/1.1\r\nhost: x\r\n${TARGET}\r\nexpect: 100-continue\r\ncontent-length: ${17 * MIB}\r\n\r\n`,
    );
    const answer = await client.closed;
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('"__type":"RequestEntityTooLargeException"');
  });

  it.each(['a length', 'chunks'])(
    'is refused after it was sent with %s, and disconnected',
    async (how) => {
      const server = await givenServer(emulated());
      const client = await server.open(`POST / HTTP/1.1\r\nhost: x\r\n${TARGET}\r\n`);
      const size = 17 * MIB;
      if (how === 'a length') client.socket.write(`content-length: ${size}\r\n\r\n`);
      else client.socket.write(`transfer-encoding: chunked\r\n\r\n${size.toString(16)}\r\n`);
      client.socket.write(Buffer.alloc(size, 'a'));
      if (how === 'chunks') client.socket.write('\r\n0\r\n\r\n');
      const answer = await client.closed;
      expect(answer).toMatch(/^HTTP\/1.1 413 /);
      expect(answer).toContain('"__type":"RequestEntityTooLargeException"');
      expect(await server.waitMs()).toBeLessThan(OTHERS_WAIT_MS);
    },
  );

  it('is refused by S3 in its own words', async () => {
    const server = await givenServer(emulated());
    const client = await server.open(
      `PUT /lake/key HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: ${1_024 * MIB}\r\n\r\n`,
    );
    const answer = await client.closed;
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('<Code>EntityTooLarge</Code>');
  });

  it('is not read for ever', async () => {
    const server = await givenServer(emulated());
    const client = await server.open(
      `POST / HTTP/1.1\r\nhost: x\r\n${TARGET}\r\ncontent-length: ${1_024 * MIB}\r\n\r\n`,
    );
    const piece = Buffer.alloc(MIB, 'a');
    const flood = (): void => {
      while (client.socket.writable && client.socket.write(piece));
    };
    client.socket.on('drain', flood);
    flood();
    expect(await client.closed).toMatch(/^(HTTP\/1.1 413 |$)/);
    expect(client.socket.bytesWritten).toBeLessThan(200 * MIB);
  });
});

describe('a body that is built to take long', () => {
  it.each([
    ['lists in lists', '['.repeat(8 * MIB - 1)],
    ['empty records', `{"StreamName":"s","Records":[${'{},'.repeat(5 * MIB)}{}]}`],
    ['a long name', `{"StreamName":"${'a'.repeat(15 * MIB)}"}`],
    ['a costly ARN', `{"StreamARN":"arn:aws${':kinesis:'.repeat(1_500_000)}"}`],
    [
      'a long blob',
      `{"StreamName":"s","Records":[{"PartitionKey":"k","Data":"${'A'.repeat(15 * MIB)}"}]}`,
    ],
  ])('keeps nobody waiting: %s', async (_, body) => {
    const server = await givenServer(emulated());
    const head = `POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: Kinesis_20131202.PutRecords\r\n`;
    const client = await server.open(
      `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const answered = client.receives('HTTP/1.1 400 ').then(() => 'answered');
    const waits: number[] = [];
    for (let news = ''; news !== 'answered';) {
      const wait = server.waitMs();
      news = await Promise.race([answered, wait.then(() => 'served')]);
      waits.push(await wait);
    }
    expect(Math.max(...waits)).toBeLessThan(OTHERS_WAIT_MS);
  });
});

const emulated = (): WireHandler =>
  createEmulator({ clock: systemClock, random: seededRandom(7), log: silentLog }).handle;
