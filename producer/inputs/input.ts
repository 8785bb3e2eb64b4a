/** One thing that happened, before it becomes a record on the stream. */
export interface InputItem {
  /** The partition key. */
  readonly key: string;
  /** When it happened, in epoch ms on the lab's clock. */
  readonly eventAt: number;
  readonly data: Readonly<Record<string, unknown>>;
  /**
   * What the generator knows and the stream must not carry: the kind of fraud that was planted.
   * Goes to the ledger beside the record, never into it.
   */
  readonly truth?: string;
}

/** A line of the input that became no record. */
export interface RefusedLine {
  readonly refused: { readonly line: number; readonly reason: string };
}

/**
 * Where records come from. Items are yielded at the pace of the input itself: an input sleeps on the
 * clock it was given until an item is due.
 */
export interface Input {
  /** One word for the status line and the report, for example `payments`. */
  readonly name: string;
  /** Whether it gives the same items in the same order each time, as a file does. */
  readonly isRepeatable?: boolean;
  readonly items: (signal: AbortSignal) => AsyncIterable<InputItem | RefusedLine>;
}
