import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, get } from 'node:https';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator, makeCertificate, type WireHandler } from '#emulator/index.ts';
import { systemClock } from '#runtime/clock.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { eventually } from '../support/eventually.ts';
import { givenServer } from '../support/given-server.ts';

/** Whatever one client does, the others are served within this. */
const OTHERS_WAIT_MS = 1_000;
const SHORT_MS = 200;

const certificate = makeCertificate({
  now: systemClock.now(),
  hosts: ['localhost', '127.0.0.1'],
});
const { ca } = certificate;

describe('TLS on the same port', () => {
  it('speaks HTTP/1.1 to who asks for it or for nothing, and HTTP/2 to who asks for that', async () => {
    const { port } = await givenServer(undefined, {}, certificate);
    for (const ALPNProtocols of [['http/1.1'], []]) {
      const socket = await shakenHands(port, { ALPNProtocols });
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      await receives(socket, 'served');
    }
    const session = connectHttp2(`https://127.0.0.1:${port}`, { ca });
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': '/' });
    await once(stream, 'response');
    expect(session.alpnProtocol).toBe('h2');
  });

  it('speaks HTTP/2 to who asked for nothing, but says its preface', async () => {
    const { port } = await givenServer(undefined, {}, certificate);
    const socket = await shakenHands(port, {});
    const session = connectHttp2(`https://127.0.0.1:${port}`, { createConnection: () => socket });
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': '/' });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers[':status']).toBe(200);
  });

  it('goes on speaking cleartext', async () => {
    const server = await givenServer(undefined, {}, certificate);
    expect(await (await fetch(server.endpoint)).text()).toBe('served');
    const session = connectHttp2(server.endpoint);
    onTestFinished(() => session.destroy());
    await once(session.request({ ':path': '/' }), 'response');
  });

  it('is one that clients do not trust until they are told to', async () => {
    const { port } = await givenServer(undefined, {}, certificate);
    const [error] = (await once(get(`https://127.0.0.1:${port}`), 'error')) as [{ code: string }];
    expect(error.code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it.each(['HTTP/1.1', 'HTTP/2'])(
    'carries calls and pushes of an SDK, over %s',
    async (protocol) => {
      const { port } = await givenServer(emulated(), {}, certificate);
      const kinesis = new KinesisClient({
        endpoint: `https://127.0.0.1:${port}`,
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        requestHandler:
          protocol === 'HTTP/2'
            ? new NodeHttp2Handler({ nodeHttp2ConnectOptions: { ca } })
            : new NodeHttpHandler({ httpsAgent: new Agent({ ca }) }),
      });
      onTestFinished(() => kinesis.destroy());
      expect(await pushedText(kinesis)).toBe('over TLS');
    },
  );

  it.each([
    ['nothing after the first byte', Buffer.of(0x16)],
    ['half a handshake', Buffer.from('16030100c4010000c00303', 'hex')],
  ])('disconnects who says %s', async (_, sent) => {
    const limits = { firstByteMs: SHORT_MS, headersMs: SHORT_MS };
    const server = await givenServer(undefined, limits, certificate);
    const client = await server.open(sent);
    await client.closed;
    expect(await server.waitMs()).toBeLessThan(OTHERS_WAIT_MS);
  });

  it('disconnects who shakes hands and then says nothing', async () => {
    const { port } = await givenServer(undefined, { firstByteMs: SHORT_MS }, certificate);
    const socket = await shakenHands(port, {});
    socket.resume();
    await once(socket, 'close');
  });

  it('disconnects who says nonsense, in a handshake or after it', async () => {
    const server = await givenServer(undefined, {}, certificate);
    await (
      await server.open(Buffer.concat([Buffer.of(0x16, 3, 1, 0, 5), Buffer.alloc(100, 'x')]))
    ).closed;
    const socket = await shakenHands(server.port, {});
    socket.write('nonsense\r\n\r\n');
    await receives(socket, 'HTTP/1.1 400 ');
    expect(await server.waitMs()).toBeLessThan(OTHERS_WAIT_MS);
  });

  it('closes with connections of every kind open', async () => {
    const server = await givenServer(undefined, {}, certificate);
    const idle = await shakenHands(server.port, {});
    const session = connectHttp2(`https://127.0.0.1:${server.port}`, { ca });
    await once(session.request({ ':path': '/' }).resume(), 'end');
    const startedAt = performance.now();
    idle.resume();
    await Promise.all([server.close(), once(idle, 'close'), once(session, 'close')]);
    expect(performance.now() - startedAt).toBeLessThan(OTHERS_WAIT_MS);
  });
});

async function shakenHands(port: number, options: ConnectionOptions): Promise<TLSSocket> {
  const socket = connectTls({ host: '127.0.0.1', port, ca, ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

async function receives(socket: TLSSocket, wanted: string): Promise<void> {
  for (let text = ''; !text.includes(wanted);) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    text += chunk.toString('latin1');
  }
}

/** Puts a record and has it pushed. */
async function pushedText(kinesis: KinesisClient): Promise<string> {
  const StreamName = 'events';
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await waitUntilStreamExists({ client: kinesis, maxWaitTime: 10, minDelay: 1 }, { StreamName });
  const Data = Buffer.from('over TLS');
  await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data }));
  const described = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  const StreamARN = described.StreamDescriptionSummary?.StreamARN;
  const registered = await kinesis.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }),
  );
  const ConsumerARN = registered.Consumer?.ConsumerARN;
  const { EventStream = [] } = await eventually(
    () =>
      kinesis
        .send(
          new SubscribeToShardCommand({
            ConsumerARN,
            ShardId: 'shardId-000000000000',
            StartingPosition: { Type: 'TRIM_HORIZON' },
          }),
        )
        .catch(() => undefined),
    { withinMs: 5_000, what: 'a subscription' },
  );
  for await (const { SubscribeToShardEvent } of EventStream) {
    const [record] = SubscribeToShardEvent?.Records ?? [];
    if (record?.Data) return Buffer.from(record.Data).toString();
  }
  return 'nothing';
}

const emulated = (): WireHandler =>
  createEmulator({ clock: systemClock, random: seededRandom(7), log: silentLog }).handle;
