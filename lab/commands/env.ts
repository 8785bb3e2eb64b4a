import { EXIT } from '#runtime/errors.ts';
import type { SettingName } from '../settings.ts';
import { readSettings } from '../settings.ts';
import { environmentFor } from '../environment.ts';
import type { Command } from './command.ts';

const SETTINGS = ['port'] as const satisfies readonly SettingName[];

/** `eval "$(kinlab env)"` points AWS clients in this shell at the lab. */
export const env: Command = {
  name: 'env',
  summary: 'prints the variables that point AWS clients at the lab, for eval',
  settings: SETTINGS,
  run: async ({ args, env: variables, out }) => {
    const { port } = readSettings(args, variables, SETTINGS);
    for (const [name, value] of Object.entries(environmentFor(`http://127.0.0.1:${port}`))) {
      out.write(`export ${name}=${value}\n`);
    }
    return EXIT.ok;
  },
};
