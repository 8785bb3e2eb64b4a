import { actionOf, type Action, type ActionDefinition } from '../wire/action.ts';
import type { Fields } from '../wire/input.ts';
import { parseConsumerArn, parseStreamArn } from './arn.ts';
import { callRateOf } from './limits/call-rates.ts';
import type { Kinesis } from './state.ts';

const define = actionOf<Kinesis>();

/**
 * An action whose calls are counted, if AWS counts them. Unverified: that a call is counted once its
 * members are valid, and before anything is looked up.
 */
export function kinesisAction<F extends Fields>(
  definition: ActionDefinition<Kinesis, F>,
): Action<Kinesis> {
  const action = define(definition);
  const rate = callRateOf(definition.name);
  if (!rate) return action;
  return {
    ...action,
    run: (kinesis, input, context) => {
      kinesis.limits.checkCall(rate, streamNameIn(input as NamesStream), kinesis.now());
      return action.run(kinesis, input, context);
    },
  };
}

interface NamesStream {
  readonly StreamName?: string;
  readonly StreamARN?: string;
  readonly ConsumerARN?: string;
}

function streamNameIn({ StreamName, StreamARN, ConsumerARN }: NamesStream): string | undefined {
  if (StreamName !== undefined) return StreamName;
  if (StreamARN !== undefined) return parseStreamArn(StreamARN)?.streamName;
  return ConsumerARN === undefined ? undefined : parseConsumerArn(ConsumerARN)?.streamName;
}
