/** What the load process is told to do, to which port. */
export interface Job {
  readonly port: number;
  readonly name: string;
  readonly connections?: number;
  readonly shards?: number;
  readonly records?: number;
  readonly recordBytes?: number;
  /** Whichever comes first ends the measurement. */
  readonly maxCalls?: number;
  readonly maxMs?: number;
  readonly warmUpCalls?: number;
  /** How many different requests are prepared. */
  readonly bodies?: number;
  /** One that is there; otherwise the job makes its own. */
  readonly stream?: string;
}
