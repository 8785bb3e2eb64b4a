/**
 * The emulator is a function from request to response. The two adapters around it, the server and
 * the in-process SDK handler, translate to and from these types; nothing behind them sees a socket.
 */
export interface WireRequest {
  readonly method: string;
  /** Percent-encoded as it came, beginning with `/`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Why the body was thrown away: it was too long, or too much else was under way. */
  readonly refusal?: 'oversized' | 'overloaded';
  /** Aborts when the client has gone away. */
  readonly signal: AbortSignal;
}

export interface WireResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** An iterable is sent piece by piece as it yields (event streams). */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

export type WireHandler = (request: WireRequest) => Promise<WireResponse>;
