const UNIT_BYTES: Readonly<Record<string, number>> = {
  MB: 1e6,
  MiB: 2 ** 20,
  GB: 1e9,
  GiB: 2 ** 30,
};

/** `256MiB`, `1.5 GiB` or `500MB`, in bytes; undefined if it is none of these. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([MG]i?B)$/.exec(text.trim());
  return match ? Math.round(Number(match[1]) * (UNIT_BYTES[match[2] ?? ''] ?? 0)) : undefined;
}
