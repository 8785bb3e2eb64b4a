/** What identifies a metric besides its name, in the order of CloudWatch's dimensions. */
export type Dimensions = Readonly<Record<string, string>>;

export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly Sum: number;
}

interface Counter {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
  sum: number;
}

/** Counts what CloudWatch would, under its names. It grows with names that exist, not with calls. */
export class Metrics {
  readonly #counters = new Map<string, Counter>();

  count(namespace: string, name: string, dimensions: Dimensions): void {
    const key = [namespace, name, ...Object.values(dimensions)].join(' ');
    const counter = this.#counters.get(key);
    if (counter) counter.sum += 1;
    else this.#counters.set(key, { namespace, name, dimensions, sum: 1 });
  }

  /** In CloudWatch's words, since the start. */
  list(): Metric[] {
    return [...this.#counters.values()].map(({ namespace, name, dimensions, sum }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Sum: sum,
    }));
  }
}
