import type { AwsConnection, RequestHandler } from '#runtime/aws.ts';
import { AwsError } from './errors.ts';
import {
  createFirehose,
  type Delivery,
  type DeliveryStreamStatus,
  type FirehoseState,
} from './firehose/service.ts';
import type { ServiceOptions } from './service-options.ts';
import { createSts } from './sts/service.ts';
import { createDispatch } from './wire/dispatch.ts';
import type { WireHandler, WireRequest, WireResponse } from './wire/http.ts';
import { InFlight } from './wire/in-flight.ts';
import { inProcessHandler } from './wire/in-process.ts';
import { xmlErrorResponse } from './wire/refusals.ts';

export interface FirehoseEndpointOptions extends ServiceOptions {
  /** Where the streams are that it reads, and the buckets that it writes to. */
  readonly kinesis: AwsConnection;
  readonly s3: AwsConnection;
  readonly keeping: FirehoseState;
}

export interface FirehoseEndpoint {
  readonly handle: WireHandler;
  readonly requestHandler: RequestHandler;
  readonly statuses: () => readonly DeliveryStreamStatus[];
  readonly deliveries: () => readonly Delivery[];
  /** Stops delivery; what is buffered is read again by whoever goes on. */
  readonly close: () => Promise<void>;
}

/** Firehose alone, in front of streams and buckets that are elsewhere; goes on with what is kept. */
export async function createFirehoseEndpoint(
  options: FirehoseEndpointOptions,
): Promise<FirehoseEndpoint> {
  const firehose = createFirehose(options);
  await firehose.restore();
  const handle = createDispatch({
    jsonServices: [firehose.json],
    s3: notHere,
    queryServices: [createSts({ account: options.account, log: options.log })],
    serviceNames: ['firehose', 'sts'],
    random: options.random.fork('requests'),
    log: options.log,
  });
  return {
    handle,
    requestHandler: inProcessHandler(handle, new InFlight()),
    statuses: firehose.statuses,
    deliveries: firehose.deliveries,
    close: firehose.close,
  };
}

const notHere = (_request: WireRequest, requestId: string): WireResponse =>
  xmlErrorResponse(
    new AwsError('NotImplemented', 'This endpoint serves Firehose alone.', { status: 501 }),
    requestId,
  );
