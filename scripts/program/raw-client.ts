import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly body: () => string;
}

/**
 * One connection of HTTP/1.1 that sends prepared bytes and finds the end of each answer; another one where
 * the server closes after each.
 */
export class RawClient {
  readonly #port: number;
  #socket: Socket | undefined;
  #chunks: Buffer[] = [];
  #receivedBytes = 0;
  #expected: Expected | undefined;
  #settle: { resolve: (answer: RawAnswer) => void; reject: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  send(request: Uint8Array): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket ??= this.#connected();
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket?.destroy();
  }

  #connected(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    const fail = (): void => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#settle?.reject(new Error('the connection was closed'));
    };
    return socket
      .on('data', (chunk) => this.#receive(chunk))
      .on('error', fail)
      .on('close', fail);
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#receivedBytes += chunk.length;
    this.#expected ??= this.#readHead();
    if (this.#expected && this.#isWhole(this.#expected)) this.#finish(this.#expected);
  }

  #readHead(): Expected | undefined {
    const bytes = this.#bytes();
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) return undefined;
    const head = bytes.toString('latin1', 0, end);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    const bodyAt = end + 4;
    return {
      status: Number(head.slice(9, 12)),
      isLast: /^connection: *close/im.test(head),
      bodyAt,
      ...(length !== undefined && { endAt: bodyAt + Number(length) }),
    };
  }

  #isWhole({ endAt }: Expected): boolean {
    if (endAt !== undefined) return this.#receivedBytes >= endAt;
    return this.#bytes().subarray(-5).toString('latin1') === '0\r\n\r\n';
  }

  #finish({ status, bodyAt, isLast }: Expected): void {
    if (isLast) {
      this.#socket?.destroy();
      this.#socket = undefined;
    }
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#receivedBytes = 0;
    this.#expected = undefined;
    const body = (): string => Buffer.concat(chunks).toString('utf8', bodyAt);
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve({ status, body });
  }

  #bytes(): Buffer {
    const [first] = this.#chunks;
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? first ?? Buffer.alloc(0);
  }
}

interface Expected {
  readonly status: number;
  /** Whether the server closes the connection after it. */
  readonly isLast: boolean;
  readonly bodyAt: number;
  /** Absent where the answer comes in chunks. */
  readonly endAt?: number;
}

/** The bytes of one call; unsigned but for the looks, which some emulators ask for. */
export function requestBytes(operation: string, input: object): Buffer {
  const body = Buffer.from(JSON.stringify(input));
  const head = [
    'POST / HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/x-amz-json-1.1',
    `X-Amz-Target: Kinesis_20131202.${operation}`,
    'X-Amz-Date: 20260101T000000Z',
    'Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0',
    `Content-Length: ${body.length}`,
    '\r\n',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), body]);
}
