/**
 * How long a connection may take. Connections live in real time whatever the lab's clock says, so
 * these are Node's own timeouts, the one place where time passes without a `Clock`.
 */
export interface ServerLimits {
  /** Until a new connection says something. */
  readonly firstByteMs: number;
  /** Until all headers of a request are there. */
  readonly headersMs: number;
  /** Until the whole request is there. */
  readonly requestMs: number;
  /** For a client that was refused while it was still sending to notice, before it is cut off. */
  readonly lingerMs: number;
  /** Without any byte in either direction. An open push is never silent for so long. */
  readonly idleMs: number;
  /** Between two requests of one connection; longer than a client waits that calls once a minute. */
  readonly keepAliveMs: number;
  /** For requests in flight when the server closes. */
  readonly closeMs: number;
  /** Further connections are dropped. Each HTTP/2 request of the JavaScript SDK opens its own. */
  readonly maxSockets: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  firstByteMs: 10_000,
  headersMs: 10_000,
  requestMs: 60_000,
  lingerMs: 500,
  idleMs: 600_000,
  keepAliveMs: 120_000,
  closeMs: 5_000,
  maxSockets: 10_000,
};
