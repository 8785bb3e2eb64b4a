import type { PlantedRecord } from '#consumers/fraud/score-alerts.ts';
import type { LabRecord } from '#pipeline/record.ts';
import type { ProducerStatus } from '#pipeline/status.ts';
import type { InputProgress } from '#producer/progress.ts';
import { LatencyHistogram } from '#runtime/latency.ts';
import { RefusedLines } from '../traffic/refused-lines.ts';
import { BOOKS_FORMAT, type ProducerBooks } from './books-file.ts';

/** What was planted beyond this is forgotten: the score is of the newest. */
const MAX_PLANTED = 20_000;

type Told = Pick<ProducerStatus, 'put' | 'failed' | 'refused'>;

/** What a producer knows of its records on one stream, and the stream does not tell. */
export class ProducerAccount {
  readonly #stream: string;
  readonly #progress: InputProgress;
  readonly #refused = new RefusedLines();
  readonly #latency = new LatencyHistogram();
  #planted: PlantedRecord[] = [];
  #failed = 0;

  readonly #before: Told;

  /**
   * `stream` is `stream@creation`; the progress is that of the input, whatever becomes of the stream;
   * `before` are the books of earlier processes on this stream.
   */
  constructor(stream: string, progress: InputProgress, before: readonly ProducerBooks[] = []) {
    this.#stream = stream;
    this.#progress = progress;
    this.#before = {
      put: sum(before.flatMap(({ latency }) => latency.map(([, times]) => times))),
      failed: sum(before.map(({ failed }) => failed)),
      refused: sum(before.map(({ refused }) => refused)),
    };
  }

  /** Of this process. */
  get latency(): LatencyHistogram {
    return this.#latency;
  }

  /** By this process and those before it. */
  told(): Told {
    const { put, failed, refused } = this.#before;
    return {
      put: put + this.#latency.count,
      failed: failed + this.#failed,
      refused: refused + this.#refused.count,
    };
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

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
