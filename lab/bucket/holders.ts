import { Column } from '#pipeline/column.ts';
import { recordName } from '#pipeline/record-name.ts';
import type { FoundObject } from '#pipeline/status.ts';

/** Which object holds each record: a few bytes a record, so that hours of them can be found again. */
export class Holders {
  readonly #objects: FoundObject[] = [];
  /** Per run and number, the object that holds the record, counted from 1. */
  readonly #runs = new Map<string, Column>();

  /** What is added next is in this object. */
  open(object: FoundObject): void {
    this.#objects.push(object);
  }

  add(id: string): void {
    const name = recordName(id);
    if (!name) return;
    let numbers = this.#runs.get(name.run);
    if (!numbers) {
      numbers = new Column();
      this.#runs.set(name.run, numbers);
    }
    numbers.set(name.number, this.#objects.length);
  }

  find(id: string): FoundObject | undefined {
    const name = recordName(id);
    return name && this.#objects[(this.#runs.get(name.run)?.get(name.number) ?? 0) - 1];
  }
}
