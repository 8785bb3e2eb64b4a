import { z } from 'zod';

const PATIENCE_MS = 5_000;

const health = z.object({ edition: z.string() });

/**
 * Whether our own emulator answers at a local endpoint: it says so where LocalStack tells its edition.
 * Whatever answers otherwise, or not at all, is somebody else's.
 */
export async function isOurEmulator(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/_localstack/health', endpoint), {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return health.parse(await answer.json()).edition === 'kinlab';
  } catch {
    return false;
  }
}
