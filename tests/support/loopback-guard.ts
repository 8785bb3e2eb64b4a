import { afterEach, expect } from 'vitest';
import './loopback-only.mjs';

const REFUSED = Symbol.for('kinlab.refused-connections');

/** The hosts that were refused since the last time this was asked. */
export const takeRefusedHosts = (): string[] =>
  (globalThis as unknown as Record<symbol, string[]>)[REFUSED]?.splice(0) ?? [];

/** Every test of every ring that needs no containers runs under this: nothing may leave the machine. */
afterEach(() => {
  expect(takeRefusedHosts(), 'connections to other machines').toEqual([]);
});
