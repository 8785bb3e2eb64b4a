/** Whose streams these are: the parts of an ARN before the resource. */
export interface Account {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

export interface StreamArn extends Account {
  readonly streamName: string;
}

export interface ConsumerArn extends StreamArn {
  readonly consumerName: string;
  readonly createdAtSeconds: number;
}

const STREAM_ARN = /^arn:aws[^:]*:kinesis:([^:]*):(\d{12}):stream\/([^/\s]+)$/;
const CONSUMER_ARN =
  /^arn:aws[^:]*:kinesis:([^:]*):(\d{12}):stream\/([^/\s]+)\/consumer\/([^/:\s]+):(\d{1,15})$/;

export const streamArn = ({ region, account }: Account, streamName: string): string =>
  `arn:aws:kinesis:${region}:${account}:stream/${streamName}`;

/** As on AWS: the number at the end is the consumer's creation in epoch seconds. */
export const consumerArn = (
  ofStream: string,
  consumerName: string,
  createdAtSeconds: number,
): string => `${ofStream}/consumer/${consumerName}:${createdAtSeconds}`;

export function parseStreamArn(text: string): StreamArn | undefined {
  const [, region, account, streamName] = STREAM_ARN.exec(text) ?? [];
  if (region === undefined || account === undefined || streamName === undefined) return undefined;
  return { region, account, streamName };
}

export function parseConsumerArn(text: string): ConsumerArn | undefined {
  const [, region, account, streamName, consumerName, createdAt] = CONSUMER_ARN.exec(text) ?? [];
  if (region === undefined || account === undefined || streamName === undefined) return undefined;
  if (consumerName === undefined) return undefined;
  return { region, account, streamName, consumerName, createdAtSeconds: Number(createdAt) };
}
