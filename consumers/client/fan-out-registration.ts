import {
  DescribeStreamConsumerCommand,
  RegisterStreamConsumerCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import { askUntilAnswered, type Asking } from './ask.ts';
import { nameOf } from './aws-errors.ts';

export interface RegistrationOptions extends Asking {
  readonly client: KinesisClient;
  readonly streamArn: string;
  /** The consumer's name; the group's. */
  readonly name: string;
}

/** AWS allows 20 such calls a second for each stream. */
const ACTIVE_POLL_MS = 100;

/**
 * The ARN of the registered consumer, once it is ACTIVE; registers it if it is missing.
 *
 * As on AWS: a new consumer is CREATING for some seconds, and cannot be subscribed with until then.
 */
export async function registeredConsumer(
  options: RegistrationOptions,
  signal: AbortSignal,
): Promise<string> {
  for (;;) {
    const { arn, status } = (await describe(options, signal)) ?? (await register(options, signal));
    if (status === 'ACTIVE') return arn;
    await options.clock.sleep(ACTIVE_POLL_MS, signal);
    signal.throwIfAborted();
  }
}

interface Registration {
  readonly arn: string;
  readonly status: string;
}

async function describe(
  { client, streamArn, name, ...asking }: RegistrationOptions,
  signal: AbortSignal,
): Promise<Registration | undefined> {
  const command = new DescribeStreamConsumerCommand({ StreamARN: streamArn, ConsumerName: name });
  try {
    const { ConsumerDescription } = await askUntilAnswered(
      'DescribeStreamConsumer',
      (abort) => client.send(command, abort),
      asking,
      signal,
    );
    return {
      arn: ConsumerDescription?.ConsumerARN ?? '',
      status: ConsumerDescription?.ConsumerStatus ?? '',
    };
  } catch (error) {
    if (nameOf(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function register(
  { client, streamArn, name, ...asking }: RegistrationOptions,
  signal: AbortSignal,
): Promise<Registration> {
  const command = new RegisterStreamConsumerCommand({ StreamARN: streamArn, ConsumerName: name });
  try {
    const { Consumer } = await askUntilAnswered(
      'RegisterStreamConsumer',
      (abort) => client.send(command, abort),
      asking,
      signal,
    );
    asking.log.info('fan-out consumer registered', { name });
    return { arn: Consumer?.ConsumerARN ?? '', status: Consumer?.ConsumerStatus ?? '' };
  } catch (error) {
    // It exists after all: registered by an attempt whose answer was lost, or by someone else.
    if (nameOf(error) === 'ResourceInUseException') return { arn: '', status: 'CREATING' };
    throw error;
  }
}
