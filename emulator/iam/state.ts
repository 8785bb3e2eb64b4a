import type { Clock } from '#runtime/clock.ts';
import type { Random } from '#runtime/random.ts';
import type { ServiceOptions } from '../service-options.ts';
import { roleExists, roleNotFound, tooManyRoles } from './errors.ts';

export interface Role {
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  /** `AROA` and 17 letters and digits, as on AWS. */
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly trustPolicy: string;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly tags: ReadonlyMap<string, string>;
  /** Inline policies by name. */
  readonly policies: Map<string, string>;
}

export type NewRole = Pick<
  Role,
  'name' | 'path' | 'trustPolicy' | 'description' | 'maxSessionSeconds' | 'tags'
>;

/** As on AWS: the default quota of an account. */
const MAX_ROLES = 1_000;

const ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.split('');

/** The roles of one account. */
export class Iam {
  readonly #account: string;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #roles = new Map<string, Role>();

  constructor({ account, clock, random }: Pick<ServiceOptions, 'account' | 'clock' | 'random'>) {
    this.#account = account;
    this.#clock = clock;
    this.#random = random;
  }

  /** In the order of their names. */
  get roles(): readonly Role[] {
    return [...this.#roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** As on AWS: names differ by more than their case. */
  createRole(wanted: NewRole): Role {
    const key = wanted.name.toLowerCase();
    if (this.#roles.has(key)) throw roleExists(wanted.name);
    if (this.#roles.size >= MAX_ROLES) throw tooManyRoles(MAX_ROLES);
    const id = Array.from({ length: 17 }, () => this.#random.pick(ID_CHARACTERS)).join('');
    const role: Role = {
      ...wanted,
      id: `AROA${id}`,
      arn: `arn:aws:iam::${this.#account}:role${wanted.path}${wanted.name}`,
      createdAt: this.#clock.now(),
      policies: new Map(),
    };
    this.#roles.set(key, role);
    return role;
  }

  /** Throws NoSuchEntity. */
  role(name: string): Role {
    const role = this.#roles.get(name.toLowerCase());
    if (!role) throw roleNotFound(name);
    return role;
  }

  deleteRole(role: Role): void {
    this.#roles.delete(role.name.toLowerCase());
  }
}
