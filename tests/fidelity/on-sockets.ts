/**
 * Traps that no AWS SDK for JavaScript can tell of, since they are about sockets and other dialects. So
 * they are held on the embedded emulator alone, by tests of their own instead of cases: which of which
 * file.
 */
export const onSockets: Readonly<Record<number, { readonly file: string; readonly test: string }>> =
  {
    1: {
      file: 'tests/contract/one-port.test.ts',
      test: 'opens a session for each of 200 calls, none of which fails or stays',
    },
    2: { file: 'tests/contract/one-port.test.ts', test: 'reaches all three services' },
    3: {
      file: 'tests/contract/one-port.test.ts',
      test: 'opens a session for each of 200 calls, none of which fails or stays',
    },
    4: {
      file: 'emulator/wire/event-stream.test.ts',
      test: 'begins with initial-response, before any event is there',
    },
    5: {
      file: 'tests/contract/one-port.test.ts',
      test: 'pushes to a subscriber, and hears that it has left',
    },
    6: {
      file: 'emulator/wire/cbor/write-cbor.test.ts',
      test: 'writes blobs as bytes and instants as tag 1 with milliseconds',
    },
    7: {
      file: 'tests/contract/wire-cbor.test.ts',
      test: 'refuses what is not CBOR, or of the wrong type, or unknown',
    },
  };
