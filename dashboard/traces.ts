import type { FoundObject, PutSample, SeenSample } from '#pipeline/status.ts';

/** How many records' lives are remembered. */
const KEPT = 5_000;

/** One record's life, as far as it is known. Instants are epoch ms on the lab's clock. */
export interface Trace {
  readonly id: string;
  readonly key: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly bytes: number;
  readonly producedAt?: number;
  readonly putAt?: number;
  readonly arrivedAt?: number;
  /** By the consumer's name. */
  readonly seenAt: Readonly<Record<string, number>>;
  readonly stored?: FoundObject;
}

/** The lives of the records that were picked lately, by sequence number. */
export class Traces {
  readonly #traces = new Map<string, Trace>();
  readonly #numbers = new Map<string, string>();

  notePut(put: PutSample): void {
    const { producedAt, putAt } = put;
    this.#note({ ...identityOf(put), producedAt, putAt, seenAt: {} });
  }

  noteSeen(consumer: string, seen: SeenSample): void {
    const { arrivedAt, seenAt } = seen;
    const known = this.#traces.get(seen.sequenceNumber)?.seenAt ?? {};
    // The first time counts: later ones are repeats.
    this.#note({ ...identityOf(seen), arrivedAt, seenAt: { [consumer]: seenAt, ...known } });
  }

  /** By sequence number or by id. */
  find(name: string): Trace | undefined {
    return this.#traces.get(name) ?? this.#traces.get(this.#numbers.get(name) ?? '');
  }

  #note(news: Trace): void {
    const { sequenceNumber } = news;
    const known = this.#traces.get(sequenceNumber);
    const seenAt = { ...known?.seenAt, ...news.seenAt };
    this.#traces.set(sequenceNumber, { ...known, ...news, seenAt });
    if (known) return;
    if (news.id !== '') this.#numbers.set(news.id, sequenceNumber);
    for (const oldest of this.#traces.values()) {
      if (this.#traces.size <= KEPT) break;
      this.#traces.delete(oldest.sequenceNumber);
      this.#numbers.delete(oldest.id);
    }
  }
}

/** Which record it is. */
export const identityOf = ({
  id,
  key,
  shardId,
  sequenceNumber,
  bytes,
}: Trace | PutSample | SeenSample) => ({
  id,
  key,
  shardId,
  sequenceNumber,
  bytes,
});
