/** How a partition key looks: always the same, in every panel. Colour alone would not do for everyone. */
export interface KeyLook {
  /** One of the palette's colours, from 0. */
  readonly colour: number;
  readonly glyph: 0 | 1 | 2 | 3;
}

export const COLOURS = 8;
export const GLYPHS = ['●', '■', '▲', '◆'] as const;

const looks = new Map<string, KeyLook>();
/** There may be as many keys as records. */
const KEPT = 5_000;

export function lookOf(key: string): KeyLook {
  let look = looks.get(key);
  if (look) return look;
  const hash = hashOf(key);
  look = { colour: hash % COLOURS, glyph: ((hash >>> 8) % GLYPHS.length) as KeyLook['glyph'] };
  if (looks.size >= KEPT) looks.clear();
  looks.set(key, look);
  return look;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash;
}
