import { ExpectedError } from '#runtime/errors.ts';

export interface AwsErrorOptions {
  /** HTTP status; 400 unless the service says otherwise. */
  readonly status?: number;
  /** Further elements of S3's XML errors, such as `Key` or `BucketName`, in their order. */
  readonly details?: Readonly<Record<string, string>>;
  /** Further response headers, such as S3's `x-amz-delete-marker`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An error the emulator answers with, in AWS's own words. `code` is what SDK clients switch on. Each
 * service names its situations in its own `errors.ts`, by functions that return one of these.
 */
export class AwsError extends ExpectedError {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }
}

/** The body cannot be read as the types that the operation's members have. */
export const serializationError = (message: string): AwsError =>
  new AwsError('SerializationException', message);
