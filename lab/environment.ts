/** The region of a local lab. */
export const LOCAL_REGION = 'us-east-1';

/** Whose a local lab is: 12 digits. */
export const LOCAL_ACCOUNT = '000000000000';

/** The literal credentials that local AWS endpoints take. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** What an AWS client in another process needs to reach a lab, by AWS's own names. */
export const environmentFor = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: LOCAL_REGION,
  // boto3 and version 1 of the AWS CLI know the region by its older name alone.
  AWS_DEFAULT_REGION: LOCAL_REGION,
  AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
});

/**
 * Of the lab's own consumers. A data folder admits one process at a time, so whoever carries this name
 * succeeds a process that is gone, and goes on at once with what that one had leased.
 */
export const LOCAL_WORKER_ID = 'lab';
