import type { PutsRecords } from '#producer/client/put-all.ts';
import type { Clock } from '#runtime/clock.ts';

/** After a silence of this length nobody knows whether the stream is still the one it was. */
const TRUST_MS = 3_000;

export interface GateOptions {
  readonly clock: Clock;
  /** Resolves when records may be put again. */
  readonly confirm: () => Promise<void>;
}

/**
 * Lets nothing through to a stream that may have been replaced: after a failure, and after a silence,
 * the stack is looked at first. A delivery stream reads its source from LATEST, so what is put on a
 * new stream before that is ACTIVE would never reach S3.
 */
export function gated(kinesis: PutsRecords, { clock, confirm }: GateOptions): PutsRecords {
  let trustedUntil = 0;
  let confirming: Promise<void> | undefined;

  async function confirmed(): Promise<void> {
    if (clock.now() < trustedUntil) return;
    confirming ??= confirm().finally(() => {
      confirming = undefined;
    });
    await confirming;
    trustedUntil = clock.now() + TRUST_MS;
  }

  return {
    async send(command, options) {
      await confirmed();
      // Who has given up meanwhile sends it again; twice would be once too often.
      options?.abortSignal?.throwIfAborted();
      try {
        const output = await kinesis.send(command, options);
        trustedUntil = clock.now() + TRUST_MS;
        return output;
      } catch (error) {
        trustedUntil = 0;
        throw error;
      }
    },
  };
}
