import { systemClock } from '#runtime/clock.ts';
import { requestBytes, type RawClient } from './raw-client.ts';

/** Calls with an answer of status 200, as JSON. */
export async function call<T>(client: RawClient, operation: string, input: object): Promise<T> {
  const { status, body } = await client.send(requestBytes(operation, input));
  if (status !== 200) throw new Error(`${operation}: ${status} ${body().slice(0, 500)}`);
  return (body() === '' ? {} : JSON.parse(body())) as T;
}

/** A stream of this name that is ACTIVE and empty. */
export async function freshStream(client: RawClient, name: string, shards: number): Promise<void> {
  await call(client, 'CreateStream', { StreamName: name, ShardCount: shards });
  await untilStatus(client, name, 'ACTIVE');
}

async function untilStatus(client: RawClient, name: string, wanted: string): Promise<void> {
  for (;;) {
    const { StreamDescriptionSummary } = await call<{
      readonly StreamDescriptionSummary: { readonly StreamStatus: string };
    }>(client, 'DescribeStreamSummary', { StreamName: name });
    if (StreamDescriptionSummary.StreamStatus === wanted) return;
    await systemClock.sleep(20);
  }
}
