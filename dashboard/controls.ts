import type { Tuning } from '#pipeline/status.ts';

/** What a person can do from the page. What is absent cannot be done on this target. */
export interface Controls {
  readonly clock?: ClockControls | undefined;
  /** Puts records beside what the input yields; throws CommandRefused if they cannot be. */
  readonly put?: ((order: PutOrder) => void) | undefined;
  /** Changes how fast, with how many keys and how large records come from the input. */
  readonly produce?: ((change: Partial<Tuning>) => void) | undefined;
  readonly reshard?: ReshardControls | undefined;
  readonly consumer?: ((name: string, change: ConsumerChange) => void) | undefined;
  /** For so many seconds of the lab's clock. */
  readonly fault?: ((name: string, seconds: number) => void) | undefined;
  /** What is in an object, split into records; undefined if there is none of that key. */
  readonly openObject: (key: string) => Promise<OpenedObject | undefined>;
  readonly report: () => Promise<object>;
}

export interface ClockControls {
  readonly setSpeed: (speed: number) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Moves a paused clock to the next instant at which something happens; false if nothing will. */
  readonly step: () => Promise<boolean>;
}

export interface PutOrder {
  readonly key: string;
  readonly count: number;
  /** Of each record, as near as can be. */
  readonly bytes: number;
}

export interface ReshardControls {
  /** In the middle of its hash keys. */
  readonly split: (shardId: string) => Promise<void>;
  readonly merge: (shardId: string, adjacentShardId: string) => Promise<void>;
}

export type ConsumerChange =
  | { readonly do: 'kill' }
  | { readonly do: 'start' }
  | { readonly do: 'slow'; readonly slowMs: number };

export interface OpenedObject {
  readonly key: string;
  readonly bytes: number;
  readonly total: number;
  /** The first ones, as text. */
  readonly records: readonly string[];
  /** The beginning of the object as it is: records one after another, with nothing between. */
  readonly raw: string;
}

/** A command that makes no sense now; the message is for a person. */
export class CommandRefused extends Error {}
