const SECOND_MS = 1_000;

export const toSecond = (epochMs: number): number => Math.floor(epochMs / SECOND_MS) * SECOND_MS;

/** As on AWS: instants in XML look exact to the millisecond and are whole seconds. */
export const wholeSeconds = (epochMs: number): string => new Date(toSecond(epochMs)).toISOString();

/** For headers: `Thu, 01 Jan 2026 00:00:00 GMT`. */
export const httpDate = (epochMs: number): string => new Date(epochMs).toUTCString();
