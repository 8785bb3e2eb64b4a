import { ABSENT, Conflict, type CoordinationStore } from './coordination.ts';
import { decodeState, encodeState, type Format } from './state.ts';

export interface RegisterPlace<S> {
  readonly store: CoordinationStore;
  readonly key: string;
  readonly format: Format<S>;
  /** A name that no other attempt to write ever has. */
  readonly nextNonce: () => string;
}

export interface Change<S> {
  /** What to write, from what is there; undefined: nothing need be written. */
  readonly update: (current: S) => S | undefined;
  /** Whether to go on from a state that someone wrote since we last looked. */
  readonly accepts: (found: S) => boolean;
}

/** Another writer was there. `found` undefined: the object is gone. */
export class ForeignWrite<S> extends Error {
  readonly found: S | undefined;

  constructor(key: string, found: S | undefined) {
    super(`${key} was changed by someone else`);
    this.found = found;
  }
}

/** Conflicts in a row after which the store itself is in trouble; the caller tries again later. */
const MAX_CONFLICTS = 8;

/**
 * One object in the store, changed by compare-and-swap only.
 *
 * A write whose answer was lost is refused when it is repeated, because of itself. So every refusal
 * is looked into: our own nonce there means that the write had worked.
 */
export class Register<S extends object> {
  readonly #place: RegisterPlace<S>;
  #state: S;
  #rev: number;
  #version: string;

  private constructor(place: RegisterPlace<S>, found: Found<S>) {
    this.#place = place;
    this.#state = found.state;
    this.#rev = found.rev;
    this.#version = found.version;
  }

  /** The object as it is; undefined if there is none. */
  static async load<S extends object>(place: RegisterPlace<S>): Promise<Register<S> | undefined> {
    const found = await look(place);
    return found && new Register(place, found);
  }

  /** The object with this state, or as someone else has made it before. */
  static async create<S extends object>(place: RegisterPlace<S>, state: S): Promise<Register<S>> {
    const body = encodeState(state, { rev: 1, nonce: place.nextNonce() });
    let refusal: unknown;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      try {
        const version = await place.store.put(place.key, body, ABSENT);
        return new Register(place, { state, rev: 1, nonce: '', version });
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        refusal = error;
      }
      const existing = await Register.load(place);
      if (existing) return existing;
    }
    throw persistentConflict(place.key, refusal);
  }

  get state(): S {
    return this.#state;
  }

  /** Of the object as we know it; another one in the store means that someone has written it since. */
  get version(): string {
    return this.#version;
  }

  /** Takes over what is stored now; false: the object is gone. */
  async refresh(): Promise<boolean> {
    const found = await look(this.#place);
    if (found && found.rev >= this.#rev) this.#adopt(found);
    return found !== undefined;
  }

  /** Throws ForeignWrite; anything else it throws leaves open whether the write has happened. */
  async change({ update, accepts }: Change<S>): Promise<void> {
    let refusal: unknown;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      const next = update(this.#state);
      if (next === undefined) return;
      const nonce = this.#place.nextNonce();
      try {
        await this.#put(next, nonce);
        return;
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        refusal = error;
      }
      const found = await look(this.#place);
      if (!found) throw new ForeignWrite<S>(this.#place.key, undefined);
      if (found.version === this.#version) continue;
      if (found.nonce !== nonce && !accepts(found.state)) {
        throw new ForeignWrite(this.#place.key, found.state);
      }
      this.#adopt(found);
      if (found.nonce === nonce) return;
    }
    throw persistentConflict(this.#place.key, refusal);
  }

  async #put(state: S, nonce: string): Promise<void> {
    const rev = this.#rev + 1;
    const { store, key } = this.#place;
    const version = await store.put(key, encodeState(state, { rev, nonce }), this.#version);
    this.#adopt({ state, rev, nonce, version });
  }

  #adopt({ state, rev, version }: Found<S>): void {
    this.#state = state;
    this.#rev = rev;
    this.#version = version;
  }
}

interface Found<S> {
  readonly state: S;
  readonly rev: number;
  readonly nonce: string;
  readonly version: string;
}

async function look<S>({ store, key, format }: RegisterPlace<S>): Promise<Found<S> | undefined> {
  const object = await store.get(key);
  return object && { ...decodeState(key, object.body, format), version: object.version };
}

const persistentConflict = (key: string, cause: unknown): Error =>
  new Error(`${key}: ${MAX_CONFLICTS} conditional writes in a row met another one`, { cause });
