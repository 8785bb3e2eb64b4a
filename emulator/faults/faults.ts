import type { Clock } from '#runtime/clock.ts';
import type { Random } from '#runtime/random.ts';
import type { AwsError } from '../errors.ts';
import { FAULT_KINDS, S3_REQUEST, type FaultKind, type FaultName } from './kinds.ts';

export interface FaultOrder {
  readonly name: FaultName;
  /** On the clock; a fault ends by itself. */
  readonly ms: number;
  /** Of the requests it applies to, from 0 to 1. */
  readonly share?: number | undefined;
}

export interface FaultsTold {
  readonly active: readonly { readonly name: FaultName; readonly endsAt: number }[];
  /** Requests that each fault has met so far. */
  readonly hits: Readonly<Record<string, number>>;
}

export interface Fault {
  readonly isCarriedOut: boolean;
  readonly error: AwsError;
}

interface Active {
  readonly kind: FaultKind;
  readonly share: number;
  readonly endsAt: number;
}

/** Decides which requests meet a fault. One of a kind at a time: a new order replaces the old. */
export class Faults {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #active = new Map<FaultName, Active>();
  readonly #hits = new Map<FaultName, number>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  order({ name, ms, share }: FaultOrder): void {
    const kind = FAULT_KINDS.find((candidate) => candidate.name === name);
    if (!kind) throw new RangeError(`${name} is no fault`);
    const endsAt = this.#clock.now() + ms;
    this.#active.set(name, { kind, share: share ?? kind.share, endsAt });
  }

  endAll(): void {
    this.#active.clear();
  }

  /** What this request meets: `operation` as its target names it, or undefined for S3. */
  met(operation: string | undefined): Fault | undefined {
    if (this.#active.size === 0) return undefined;
    this.#endDue();
    for (const { kind, share } of this.#active.values()) {
      if (!kind.applies(operation ?? S3_REQUEST) || this.#random.next() >= share) continue;
      this.#hits.set(kind.name, (this.#hits.get(kind.name) ?? 0) + 1);
      return { isCarriedOut: kind.isCarriedOut ?? false, error: kind.error() };
    }
    return undefined;
  }

  told(): FaultsTold {
    this.#endDue();
    return {
      active: [...this.#active].map(([name, { endsAt }]) => ({ name, endsAt })),
      hits: Object.fromEntries(this.#hits),
    };
  }

  #endDue(): void {
    const now = this.#clock.now();
    for (const [name, { endsAt }] of this.#active) if (now >= endsAt) this.#active.delete(name);
  }
}
