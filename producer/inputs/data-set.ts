import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { z } from 'zod';

/**
 * Reads a data set of the npm package `vega-datasets`. As a file, because importing the package
 * loads an index of addresses and not the data; at once, because a virtual clock cannot see a read
 * under way and would let time pass.
 */
export function readDataSet<Schema extends z.ZodType>(
  fileName: string,
  schema: Schema,
): z.output<Schema> {
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  const text = readFileSync(join(dirname(entry), '..', 'data', fileName), 'utf8');
  return schema.parse(JSON.parse(text));
}
