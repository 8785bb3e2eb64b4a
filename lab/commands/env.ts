import { EXIT } from '#runtime/errors.ts';
import { environmentFor } from '../environment.ts';
import type { Run } from './command.ts';

/** `eval "$(kinlab env)"` points AWS clients in this shell at the lab. */
export const env: Run = async ({ port }, { out }) => {
  for (const [name, value] of Object.entries(environmentFor(`http://127.0.0.1:${port}`))) {
    out.write(`export ${name}=${value}\n`);
  }
  return EXIT.ok;
};
