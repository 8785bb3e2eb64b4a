import type { PlantedRecord } from '#consumers/fraud/score-alerts.ts';
import type { LabRecord } from '#pipeline/record.ts';
import type { InputProgress } from '#producer/progress.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import { RefusedLines } from '../refused-lines.ts';
import { BOOKS_FORMAT, type ProducerBooks } from './books-file.ts';

/** What was planted beyond this is forgotten: the score is of the newest. */
const MAX_PLANTED = 20_000;

/** What a producer knows of its records on one stream, and the stream does not tell. */
export class ProducerAccount {
  readonly #stream: string;
  readonly #progress: InputProgress;
  readonly #refused = new RefusedLines();
  readonly #latency = new LatencyHistogram();
  #planted: PlantedRecord[] = [];
  #failed = 0;

  /** `stream` is `stream@creation`; the progress is that of the input, whatever becomes of the stream. */
  constructor(stream: string, progress: InputProgress) {
    this.#stream = stream;
    this.#progress = progress;
  }

  get stream(): string {
    return this.#stream;
  }

  accepted({ id }: LabRecord, place: number): void {
    this.#progress.accepted(id, place);
  }

  put({ id, eventAt }: LabRecord, latencyMs: number, truth: string | undefined): void {
    this.#progress.settled(id);
    this.#latency.record(latencyMs);
    if (truth === undefined) return;
    this.#planted.push({ recordId: id, truth, eventAt });
    if (this.#planted.length > 2 * MAX_PLANTED) this.#planted = this.#planted.slice(-MAX_PLANTED);
  }

  gaveUp({ id }: LabRecord): void {
    this.#progress.settled(id);
    this.#failed += 1;
  }

  refuse(line: { readonly line: number; readonly reason: string }): void {
    this.#refused.add(line);
  }

  file(input: string, seed: number): ProducerBooks {
    return {
      v: BOOKS_FORMAT,
      kind: 'producer',
      input,
      done: this.#progress.done,
      seed,
      failed: this.#failed,
      refused: this.#refused.count,
      refusals: [...this.#refused.quoted],
      latency: this.#latency.counts().map(([ms, times]) => [ms, times]),
      planted: this.#planted.slice(-MAX_PLANTED),
    };
  }
}
