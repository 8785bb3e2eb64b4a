/** What a record's id says: which run made it, and its place in that run, from 0. */
export interface RecordName {
  readonly run: string;
  readonly number: number;
}

/** Undefined for an id that no run of ours has given. */
export function recordName(id: string): RecordName | undefined {
  const dash = id.lastIndexOf('-');
  if (dash < 1) return undefined;
  const number = Number(id.slice(dash + 1) || undefined);
  if (!Number.isSafeInteger(number) || number < 0) return undefined;
  return { run: id.slice(0, dash), number };
}
