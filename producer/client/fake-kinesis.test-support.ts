import type {
  PutRecordsCommand,
  PutRecordsCommandOutput,
  PutRecordsRequestEntry,
  PutRecordsResultEntry,
} from '@aws-sdk/client-kinesis';
import type { Clock } from '#runtime/clock.ts';
import type { PutsRecords } from './put-all.ts';

/** What the fake does with a request: store what is not refused, then answer, or fail. */
export interface Plan {
  /** The entries that are refused, by their place in the request. */
  readonly refuse?: (index: number, text: string) => boolean;
  /** The request fails with this; nothing is stored unless `storesAnyway`. */
  readonly fail?: Error;
  /** The answer is lost after the records were stored. */
  readonly storesAnyway?: boolean;
  readonly takesMs?: number;
  readonly neverAnswers?: boolean;
}

export interface FakeRequest {
  readonly at: number;
  readonly texts: readonly string[];
  readonly keys: readonly string[];
  readonly sizeBytes: number;
}

/** A stream of one shard, stored in memory: what was asked, and what it holds. */
export class FakeKinesis implements PutsRecords {
  readonly requests: FakeRequest[] = [];
  readonly stored: { readonly key: string; readonly text: string }[] = [];
  mostInFlight = 0;
  readonly #clock: Clock;
  readonly #plan: (request: number) => Plan;
  #inFlight = 0;

  constructor(clock: Clock, plan: (request: number) => Plan = () => ({})) {
    this.#clock = clock;
    this.#plan = plan;
  }

  get texts(): string[] {
    return this.stored.map(({ text }) => text);
  }

  async send({ input }: PutRecordsCommand): Promise<PutRecordsCommandOutput> {
    const entries = input.Records ?? [];
    const plan = this.#plan(this.requests.length);
    this.requests.push({
      at: this.#clock.now(),
      texts: entries.map(textOf),
      keys: entries.map(({ PartitionKey }) => PartitionKey ?? ''),
      sizeBytes: entries.reduce((sum, entry) => sum + sizeOf(entry), 0),
    });
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    if (plan.takesMs !== undefined) await this.#clock.sleep(plan.takesMs);
    this.#inFlight -= 1;
    return this.#answer(entries, plan);
  }

  #answer(
    entries: readonly PutRecordsRequestEntry[],
    plan: Plan,
  ): Promise<PutRecordsCommandOutput> | PutRecordsCommandOutput {
    if (plan.fail !== undefined && plan.storesAnyway !== true) return Promise.reject(plan.fail);
    const results = entries.map((entry, index) =>
      plan.refuse?.(index, textOf(entry)) === true ? REFUSED : this.#store(entry),
    );
    if (plan.neverAnswers === true) return new Promise(() => {});
    if (plan.fail !== undefined) return Promise.reject(plan.fail);
    return { Records: results, $metadata: {} };
  }

  #store(entry: PutRecordsRequestEntry): PutRecordsResultEntry {
    this.stored.push({ key: entry.PartitionKey ?? '', text: textOf(entry) });
    return { ShardId: 'shardId-000000000000', SequenceNumber: String(this.stored.length) };
  }
}

const REFUSED: PutRecordsResultEntry = {
  ErrorCode: 'ProvisionedThroughputExceededException',
  ErrorMessage: 'Rate exceeded for shard shardId-000000000000 in stream events under account 0.',
};

const textOf = ({ Data }: PutRecordsRequestEntry): string => Buffer.from(Data ?? '').toString();

const sizeOf = ({ Data, PartitionKey }: PutRecordsRequestEntry): number =>
  (Data?.byteLength ?? 0) + Buffer.byteLength(PartitionKey ?? '');

/** An error as the SDK throws it for an answer of the service. */
export function serviceError(name: string, httpStatusCode: number): Error {
  const error = new Error(`${name} of the fake`);
  return Object.assign(error, { name, $metadata: { httpStatusCode } });
}

/** An error as Node throws it for a connection. */
export const connectionError = (code: string): Error =>
  Object.assign(new Error(`connection: ${code}`), { code });
