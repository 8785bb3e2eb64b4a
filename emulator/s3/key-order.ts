/**
 * A key's place in listings.
 *
 * As on AWS: keys are ordered by the bytes of their UTF-8, which is neither a locale's order nor that
 * of JavaScript's strings (U+FFFD comes before U+10000). One character for each byte makes strings
 * that JavaScript compares in just that order.
 */
export const orderOfKey = (key: string): string =>
  isAscii(key) ? key : Buffer.from(key).toString('latin1');

export const keyOfOrder = (order: string): string =>
  isAscii(order) ? order : Buffer.from(order, 'latin1').toString();

/** Then both are the same, which spares listings most of their work. */
const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/** After every key that begins with `order`, before all others: UTF-8 never has this byte. */
export const afterAllUnder = (order: string): string => `${order}\u00ff`;

/** Right after `order` itself: NUL is the smallest byte. */
export const justAfter = (order: string): string => `${order}\u0000`;
