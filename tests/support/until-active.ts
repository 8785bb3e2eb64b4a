import type { Stack } from './backends.ts';

const MAX_LOOKS = 400;

/** Lets time pass until what was made is ACTIVE. */
export async function untilActive(
  { pass, changeMs }: Stack,
  status: () => Promise<string | undefined>,
): Promise<void> {
  for (let look = 0; look < MAX_LOOKS; look++) {
    await pass(changeMs);
    if ((await status()) === 'ACTIVE') return;
  }
  throw new Error(`not ACTIVE after ${MAX_LOOKS * changeMs} ms`);
}
