import type { Xml } from '../wire/rest-xml.ts';
import type { S3 } from './state.ts';

/** What an operation works on: the account, a bucket, or an object. */
export type S3Target = 'service' | 'bucket' | 'object';

/** One request, taken apart. `bucket` and `key` are empty where the target has none. */
export interface S3Call {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Where the client believes it is: the region it signed for, else the emulator's own. */
  readonly endpointRegion: string;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes go out as they are; XML as a document. */
  readonly body?: Uint8Array | Xml;
}

/**
 * One operation: its AWS name, which requests are it, and what it does. `run` is synchronous, so that
 * whatever it decides about an object still holds when it acts.
 */
export interface S3Action {
  readonly name: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly target: S3Target;
  /** The query parameter that chooses it among those of the same method and target. */
  readonly subresource?: string;
  readonly run: (s3: S3, call: S3Call) => S3Answer;
}
