import type { Socket } from 'node:net';

export type Protocol = 'http1' | 'http2' | 'tls';

/** What a handshake of TLS begins with, and no method of HTTP. */
const HANDSHAKE = 0x16;

/** What only a client of HTTP/2 says, and says first. */
const PREFACE_START = Buffer.from('PRI ');

/** Undefined while the bytes may still become either HTTP; at most the first 4 are looked at. */
export function protocolOf(bytes: Uint8Array): Protocol | undefined {
  if (bytes[0] === HANDSHAKE) return 'tls';
  const seen = Math.min(bytes.length, PREFACE_START.length);
  if (PREFACE_START.compare(bytes, 0, seen, 0, seen) !== 0) return 'http1';
  return seen === PREFACE_START.length ? 'http2' : undefined;
}

/**
 * Reads a connection's first bytes and hands it on with these bytes put back, as soon as they tell the
 * protocol. A client that says too little for `firstByteMs` is dropped.
 */
export function sniff(
  socket: Socket,
  firstByteMs: number,
  handOver: (protocol: Protocol) => void,
): void {
  let seen = Buffer.alloc(0);

  const drop = (): void => void socket.destroy();

  function onReadable(): void {
    const bytes = socket.read() as Buffer | null;
    if (bytes === null) return;
    seen = Buffer.concat([seen, bytes]);
    const protocol = protocolOf(seen);
    if (!protocol) return;
    socket.setTimeout(0);
    socket.off('readable', onReadable).off('timeout', drop).off('end', drop).off('error', drop);
    socket.unshift(seen);
    handOver(protocol);
  }

  // Node's timer of the socket: connections live in real time, whatever the lab's clock says.
  socket.setTimeout(firstByteMs);
  socket.on('timeout', drop).on('end', drop).on('error', drop).on('readable', onReadable);
}
