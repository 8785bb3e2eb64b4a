// Loads the program in the fastest way that works here.
import { fileURLToPath } from 'node:url';
import { bundleOf } from './bundle.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export async function loadProgram() {
  const bundle = await bundleOf(ROOT).catch(() => undefined);
  if (bundle !== undefined) {
    process.setSourceMapsEnabled(true);
    return import(bundle);
  }
  // Where nothing can be written, the sources run as they are; from 22.18 on, Node reads them itself.
  if (!process.features.typescript) (await import('tsx/esm/api')).register();
  return import('../lab/main.ts');
}
