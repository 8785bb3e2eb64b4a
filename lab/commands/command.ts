import type { ProgramScope } from '#runtime/service.ts';
import type { SettingName, Settings } from '../settings/settings.ts';

/** Resolves to the exit code. */
export type Run = (settings: Settings, scope: ProgramScope) => Promise<number>;

/** One verb of `kinlab`. */
export interface Command {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Which settings it takes. */
  readonly settings: readonly SettingName[];
  /** Loads what the verb needs, and no other verb's. */
  readonly load: () => Promise<Run>;
}
