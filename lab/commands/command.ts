import type { ProgramScope } from '#runtime/service.ts';
import type { SettingName } from '../settings.ts';

/** One verb of `kinlab`. */
export interface Command {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Which settings it takes. */
  readonly settings: readonly SettingName[];
  /** Resolves to the exit code. `args` are those behind the verb. */
  readonly run: (scope: ProgramScope) => Promise<number>;
}
