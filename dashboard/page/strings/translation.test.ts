import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { ptBr } from './pt-br.ts';

/** The same in both languages: AWS's names and what Brazilians have taken over from them, and marks. */
const SAME = new Set(['/s', 'S3', 'shard', 'Firehose', 'n', '1 × 2 (3)']);

type Table = { readonly [name: string]: unknown };

/** Every string by its path; of those that are made of figures, one with figures that look alike. */
function* said(table: Table, path = ''): Generator<readonly [path: string, text: string]> {
  for (const [name, value] of Object.entries(table)) {
    if (typeof value === 'string') yield [path + name, value];
    else if (typeof value === 'function') yield [path + name, String(value('1', '2', '3'))];
    else yield* said(value as Table, `${path}${name}.`);
  }
}

describe('the page in Portuguese', () => {
  it('says every string otherwise than in English, the short ones too', () => {
    const english = new Map(said(en));
    const same = [...said(ptBr)].filter(
      ([path, text]) => english.get(path) === text && !SAME.has(text),
    );
    expect(same).toEqual([]);
    expect(english.size).toBeGreaterThan(150);
  });
});
