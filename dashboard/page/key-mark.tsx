import { short } from './format.ts';
import { GLYPHS, lookOf } from './keys.ts';

/** A partition key as it looks everywhere: its glyph in its colour, and its name. */
export function KeyMark({ name }: { readonly name: string }) {
  const { colour, glyph } = lookOf(name);
  return (
    <span class="key-mark" title={name.length > 24 ? short(name, 400) : undefined}>
      <span style={{ color: `var(--key-${colour})` }} aria-hidden="true">
        {GLYPHS[glyph]}
      </span>
      {short(name)}
    </span>
  );
}
