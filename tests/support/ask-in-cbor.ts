import { decode } from 'cbor2';
import type { Stack } from './backends.ts';

export interface CborAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Read by an independent decoder, which leaves tags as they are. */
  readonly body: unknown;
}

/** Asks Kinesis in CBOR, which the SDK for JavaScript does not speak, by the SDK's own way there. */
export async function askInCbor(
  { kinesis: { config }, region }: Stack,
  operation: string,
  body: Uint8Array,
): Promise<CborAnswer> {
  const endpoint = await config.endpoint?.();
  const request = {
    ...(endpoint ?? { protocol: 'http:', hostname: '127.0.0.1' }),
    method: 'POST',
    path: '/',
    query: {},
    headers: {
      'content-type': 'application/x-amz-cbor-1.1',
      'content-length': String(body.length),
      'x-amz-target': `Kinesis_20131202.${operation}`,
      // Nobody verifies it; LocalStack reads the region there.
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/kinesis/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body,
  };
  const handler = config.requestHandler as unknown as {
    readonly handle: (sent: object) => Promise<{ response: SdkResponse }>;
  };
  const { response } = await handler.handle(request);
  const bytes = await bytesOf(response.body);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: bytes.length === 0 ? undefined : readTagged(bytes),
  };
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

export const readTagged = (bytes: Uint8Array): unknown => decode(bytes, { ignoreGlobalTags: true });

async function bytesOf(body: SdkResponse['body']): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}
