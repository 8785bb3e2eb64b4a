import { z } from 'zod';
import type { WireRequest } from '../wire/http.ts';
import { ControlError } from './control-error.ts';

/** What a request asks for. Throws ControlError. */
export function readOrder<Order>({ body }: WireRequest, schema: z.ZodType<Order>): Order {
  const result = schema.safeParse(parse(body));
  if (result.success) return result.data;
  throw new ControlError(400, z.prettifyError(result.error));
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
}
