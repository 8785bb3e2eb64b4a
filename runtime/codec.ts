/** How values become the bytes of a record and come back. `decode` throws on bytes it cannot read. */
export interface Codec<T> {
  readonly encode: (value: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => T;
}

/** JSON in UTF-8. Reading trusts the writer: it does not check that the value is a `T`. */
export function json<T>(): Codec<T> {
  return {
    encode: (value) => {
      // What JSON has no words for (undefined, a function) stringifies to undefined.
      const encoded: string | undefined = JSON.stringify(value);
      if (encoded === undefined) throw new TypeError('the value has no JSON form');
      return Buffer.from(encoded);
    },
    decode: (encoded) => JSON.parse(asText(encoded)) as T,
  };
}

/** Bytes as they are. */
export function bytes(): Codec<Uint8Array> {
  return { encode: (value) => value, decode: (value) => value };
}

/** Text in UTF-8. */
export function text(): Codec<string> {
  return { encode: (value) => Buffer.from(value), decode: asText };
}

/** A view, not a copy: records arrive as slices of larger buffers. */
const asText = (value: Uint8Array): string =>
  Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
