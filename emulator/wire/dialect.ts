import { readCbor } from './cbor/read-cbor.ts';
import { writeCbor, type MemberTypes } from './cbor/write-cbor.ts';
import type { WireRequest } from './http.ts';
import { parseJsonBody } from './json-body.ts';
import { jsonBytes, JsonText } from './json-text.ts';

/** One way to write the same requests, answers and events down. */
export interface Dialect {
  readonly contentType: string;
  /** Throws SerializationException. */
  readonly read: (body: Uint8Array) => unknown;
  readonly write: (value: object | JsonText) => Uint8Array;
}

export const JSON_DIALECT: Dialect = {
  contentType: 'application/x-amz-json-1.1',
  read: parseJsonBody,
  write: jsonBytes,
};

const CBOR_1_1 = 'application/x-amz-cbor-1.1';

/** What Java's SDK and all that is built on it speak to Kinesis. */
export const cborDialect = (types: MemberTypes): Dialect => ({
  contentType: CBOR_1_1,
  read: readCbor,
  write: (value) => writeCbor(value instanceof JsonText ? valueOf(value) : value, types),
});

/** Text that is ready for JSON has to be read again. */
const valueOf = ({ bytes }: JsonText): unknown => JSON.parse(Buffer.from(bytes).toString());

export const isCbor = ({ headers }: WireRequest): boolean =>
  headers['content-type']?.startsWith(CBOR_1_1) ?? false;

const CBOR_DIALECT = cborDialect({});

/** As on AWS: an error is told in the dialect of its request. */
export const errorDialect = (request: WireRequest): Dialect =>
  isCbor(request) ? CBOR_DIALECT : JSON_DIALECT;
