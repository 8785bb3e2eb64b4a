import { XMLParser } from 'fast-xml-parser';
import type { Log } from '#runtime/log.ts';
import { silentLog } from '#runtime/log.ts';
import { seededRandom } from '#runtime/random.ts';
import { virtualClock, type VirtualClock } from '#runtime/virtual-clock.ts';
import type { WireRequest } from '../wire/http.ts';
import { createS3 } from './service.ts';

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
}

export interface GivenS3 {
  readonly clock: VirtualClock;
  readonly warnings: readonly unknown[];
  /** `target` is a path with its query, percent-encoded as on the wire. */
  readonly send: (method: string, target: string, sent?: Sent) => Promise<Received>;
}

export const REQUEST_ID = '00000000-0000-4000-8000-000000000000';
export const START = '2026-01-01T00:00:00.000Z';

/** The service by itself, with the bucket `lake` in it. */
export async function givenS3({ region = 'us-east-1' } = {}): Promise<GivenS3> {
  const clock = virtualClock({ start: START });
  const warnings: unknown[] = [];
  const log: Log = {
    ...silentLog,
    warn: (event, fields) => warnings.push({ event, ...fields }),
    child: () => log,
  };
  const options = { clock, log, region, random: seededRandom(7), account: '000000000000' };
  const s3 = createS3(options);

  const send: GivenS3['send'] = async (method, target, { headers = {}, body = '' } = {}) => {
    const [path = '/', search = ''] = target.split('?', 2);
    const request: WireRequest = {
      method,
      path,
      query: new URLSearchParams(search),
      headers: { host: '127.0.0.1:4566', ...headers },
      body: Buffer.from(body),
      signal: new AbortController().signal,
    };
    const response = await s3.handle(request, REQUEST_ID);
    if (!(response.body instanceof Uint8Array)) throw new TypeError('S3 never streams');
    const bytes = Buffer.from(response.body);
    return { status: response.status, headers: response.headers, bytes, text: bytes.toString() };
  };

  const constraint = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  await send('PUT', '/lake', { body: region === 'us-east-1' ? '' : constraint });
  return { clock, warnings, send };
}

/** The texts of all elements of that name, wherever they are, in order. */
export function texts(xml: string, name: string): string[] {
  const found: string[] = [];
  new XMLParser({
    parseTagValue: false,
    trimValues: false,
    tagValueProcessor: (tag, value) => {
      if (tag === name) found.push(value);
      return value;
    },
  }).parse(xml);
  return found;
}

/** Code and message of an error, and its status, in one line. */
export const errorOf = ({ status, text }: Received): string =>
  `${status} ${texts(text, 'Code')[0]}: ${texts(text, 'Message')[0]}`;

/** As on the wire: each segment percent-encoded. */
export const pathOf = (bucket: string, key: string): string =>
  `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
