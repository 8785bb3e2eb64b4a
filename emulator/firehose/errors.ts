import { AwsError } from '../errors.ts';

/** What Firehose answers, named by the situation. Wording: recorded or reported from AWS unless it says otherwise. */

export const deliveryStreamNotFound = (name: string, account: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Firehose ${name} not found under account ${account}.`);

export const deliveryStreamExists = (name: string, account: string): AwsError =>
  new AwsError(
    'ResourceInUseException',
    `Firehose ${name} under accountId ${account} already exists`,
  );

/** Unverified: AWS's code and wording for a put to a delivery stream that is being created or deleted. */
export const notActiveForPuts = (name: string, account: string): AwsError =>
  new AwsError('ResourceNotFoundException', notActive(name, account));

/** Unverified: the wording; the code is the one that the operations document. */
export const notActiveForChanges = (name: string, account: string): AwsError =>
  new AwsError('ResourceInUseException', notActive(name, account));

export const staleVersion = (name: string, current: number, specified: string): AwsError =>
  new AwsError(
    'ConcurrentModificationException',
    `Cannot update firehose: ${name} since the current version id: ${current} and specified version id: ${specified} do not match`,
  );

export const notOneDestination = (): AwsError =>
  invalidArgument('Exactly one destination configuration is supported for a Firehose');

export const putsNotPermitted = (): AwsError =>
  invalidArgument('This operation is not permitted on KinesisStreamAsSource delivery stream type.');

export const batchTooLarge = (): AwsError => invalidArgument('Records size exceeds 4 MB limit');

/** AWS's own spelling, with its slip in the first word. */
export const prefixConstraint = (constraint: string): AwsError =>
  invalidArgument(`Ths supplied prefix(es) do not satisfy the following constraint: ${constraint}`);

/** Unlike AWS: said of what AWS would accept and this lab cannot do, instead of ignoring it. */
export const notOffered = (what: string): AwsError =>
  invalidArgument(`This lab does not offer ${what}.`);

export const slowDown = (): AwsError =>
  new AwsError('ServiceUnavailableException', 'Slow down.', { status: 503 });

export const tooManyDeliveryStreams = (limit: number, account: string): AwsError =>
  new AwsError(
    'LimitExceededException',
    `You have already consumed your firehose quota of ${limit} hoses under accountId ${account}`,
  );

/** Unverified: the wording. */
export const tooManyTags = (limit: number): AwsError =>
  new AwsError('LimitExceededException', `A Firehose stream can have at most ${limit} tags.`);

export const invalidArgument = (message: string): AwsError =>
  new AwsError('InvalidArgumentException', message);

const notActive = (name: string, account: string): string =>
  `Firehose ${name} is not active in ${account} account.`;
