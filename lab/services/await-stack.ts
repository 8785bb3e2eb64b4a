import { DescribeDeliveryStreamCommand, type FirehoseClient } from '@aws-sdk/client-firehose';
import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type { Topology } from '#pipeline/topology.ts';
import { answerWithin } from '#runtime/answer-within.ts';
import type { Clock } from '#runtime/clock.ts';
import { EXIT, ExpectedError } from '#runtime/errors.ts';
import type { Log } from '#runtime/log.ts';

const LOOK_EVERY_MS = 500;
const ANSWER_WITHIN_MS = 5_000;

/** What a service needs was not there in time. */
export class StackNotReady extends ExpectedError {
  readonly code = 'stack-not-ready';
  override readonly exitCode = EXIT.service;
}

export interface StackQuestion {
  readonly kinesis: KinesisClient;
  /** Absent: the delivery stream does not matter to who asks. */
  readonly firehose?: FirehoseClient;
  readonly topology: Topology;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface Stack {
  readonly streamArn: string;
  /** Epoch ms; tells streams of one name apart. */
  readonly streamCreatedAt: number;
}

/**
 * Waits until the stream, and the delivery stream if one is asked for, is ACTIVE, saying once what it
 * waits for. Throws StackNotReady after `patienceMs`. Undefined when told to stop.
 */
export async function awaitStack(
  question: StackQuestion,
  patienceMs = Number.POSITIVE_INFINITY,
): Promise<Stack | undefined> {
  const { clock, log, signal } = question;
  const giveUpAt = clock.now() + patienceMs;
  let said = '';
  while (!signal.aborted) {
    const found = await look(question);
    if (typeof found !== 'string') return found;
    if (found !== said) log.info('waiting', { for: found });
    said = found;
    if (clock.now() >= giveUpAt) {
      throw new StackNotReady(`after ${Math.round(patienceMs / 1_000)} s: ${found}`);
    }
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  return undefined;
}

/** The stack, or what it lacks in words. */
async function look({
  kinesis,
  firehose,
  topology,
  clock,
}: StackQuestion): Promise<Stack | string> {
  const ask = async <T>(request: (abortSignal: AbortSignal) => Promise<T>): Promise<T | string> => {
    try {
      return await answerWithin(ANSWER_WITHIN_MS, clock, request);
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  };

  const { stream, deliveryStream } = topology;
  const described = await ask((abortSignal) =>
    kinesis.send(new DescribeStreamSummaryCommand({ StreamName: stream }), { abortSignal }),
  );
  if (typeof described === 'string') return `stream ${stream} (${described})`;
  const {
    StreamStatus,
    StreamARN = '',
    StreamCreationTimestamp,
  } = described.StreamDescriptionSummary ?? {};
  if (StreamStatus !== 'ACTIVE') return `stream ${stream} (it is ${StreamStatus})`;

  if (firehose) {
    const lacks = await ask(async (abortSignal) => {
      const { DeliveryStreamDescription: found } = await firehose.send(
        new DescribeDeliveryStreamCommand({ DeliveryStreamName: deliveryStream }),
        { abortSignal },
      );
      return found?.DeliveryStreamStatus === 'ACTIVE' ? '' : `it is ${found?.DeliveryStreamStatus}`;
    });
    if (lacks !== '') return `delivery stream ${deliveryStream} (${lacks})`;
  }
  return { streamArn: StreamARN, streamCreatedAt: StreamCreationTimestamp?.getTime() ?? 0 };
}
