import type { _Record } from '@aws-sdk/client-kinesis';
import { readSource } from './kinesis-source.ts';
import { openSource, resumeSource, type OpenSource } from './open-source.ts';
import type { Outbox } from './outbox.ts';
import type { SourceOptions } from './read-shard.ts';
import type { StoredProgress } from './state.ts';

export interface SourceScope extends Omit<SourceOptions, 'sink'> {
  readonly outbox: Outbox;
  /** Where another process has left off; absent: the tip of the stream. */
  readonly stored?: StoredProgress | undefined;
}

const NO_BYTES = new Uint8Array(0);

/** The stream that a delivery stream reads: held at its place, read into the outbox, and how far that is in S3. */
export class Source {
  readonly #scope: SourceScope;
  #opened: OpenSource | undefined;

  constructor(scope: SourceScope) {
    this.#scope = scope;
  }

  /** Undefined before it is open. */
  get progress(): StoredProgress | undefined {
    return this.#opened?.progress;
  }

  /** Takes hold of where reading begins. Throws what Kinesis says when it cannot be. */
  async open(): Promise<void> {
    const { stored } = this.#scope;
    this.#opened = await (stored === undefined
      ? openSource(this.#options(0))
      : resumeSource(this.#options(0), stored));
  }

  /**
   * Reads until told to stop. Unverified: that a stream which was deleted and made again is read from
   * its beginning, as AWS documents nothing of it.
   */
  async read(): Promise<void> {
    const { signal, log, streamName } = this.#scope;
    while (this.#opened && !signal.aborted) {
      const { streamCreatedAt } = this.#opened.progress;
      await readSource(this.#options(streamCreatedAt), this.#opened);
      if (signal.aborted) return;
      log.warn('source recreated', { stream: streamName });
      this.#opened = await resumeSource(this.#options(0), undefined);
    }
  }

  /** These records are in S3: reading need never go back behind them. */
  delivered(through: ReadonlyMap<string, string>): void {
    if (!this.#opened) return;
    const { progress, positions } = this.#opened;
    const delivered = { ...progress.delivered };
    for (const [place, sequenceNumber] of through) {
      const [createdAt, shardId = ''] = place.split('/');
      if (Number(createdAt) === progress.streamCreatedAt) delivered[shardId] = sequenceNumber;
    }
    this.#opened = { progress: { ...progress, delivered }, positions };
  }

  #options(streamCreatedAt: number): SourceOptions {
    const { outbox, clock } = this.#scope;
    return {
      ...this.#scope,
      sink: {
        isFull: () => outbox.isFull,
        receive: (records, shardId) =>
          receiveInto(outbox, records, `${streamCreatedAt}/${shardId}`, clock.now()),
      },
    };
  }
}

function receiveInto(
  outbox: Outbox,
  records: readonly _Record[],
  shard: string,
  now: number,
): void {
  outbox.sealDue(now);
  for (const { Data = NO_BYTES, ApproximateArrivalTimestamp, SequenceNumber = '' } of records) {
    const mark = { shard, sequenceNumber: SequenceNumber };
    outbox.add(Data, ApproximateArrivalTimestamp?.getTime() ?? now, now, mark);
  }
}
