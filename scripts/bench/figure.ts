/** One line of the table: what was measured, how it came out, and the bar it is held against. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly bar: string;
  readonly isMet: boolean;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

/** Of several rounds, the median with the range, so that a noisy machine shows. */
export const rounds = (values: readonly number[], unit: string, digits = 0): string => {
  const show = (value: number): string => value.toFixed(digits);
  const range = `${show(Math.min(...values))}–${show(Math.max(...values))}`;
  return `${show(median(values))} ${unit} (median of ${values.length}, ${range})`;
};
