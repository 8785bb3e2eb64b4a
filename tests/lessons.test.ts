import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LESSON_NAMES } from '../dashboard/page/lessons/lessons.ts';
import { enLessons } from '../dashboard/page/strings/en-lessons.ts';
import { ptBrLessons } from '../dashboard/page/strings/pt-br-lessons.ts';
import { LESSON_PAGES } from '../lab/report/next-lesson.ts';
import { readText, repositoryFiles, ROOT } from './support/repository.ts';

/** The lessons are told on the live page, each on a page of its own, and by the report: the same eight. */

const LANGUAGES = [
  { language: 'English', texts: enLessons.lessonTexts, ending: '.md', readme: 'README.md' },
  {
    language: 'Portuguese',
    texts: ptBrLessons.lessonTexts,
    ending: '.pt-BR.md',
    readme: 'README.pt-BR.md',
  },
] as const;

const pathsOf = (ending: string): string[] =>
  LESSON_PAGES.map((page) => `docs/lessons/${page.replace(/\.md$/, ending)}`);

const codeOf = (path: string): readonly string[] =>
  readText(path).match(/^```[\s\S]*?^```/gm) ?? [];

describe("the lessons' pages", () => {
  it('are the eight that the report names, in both languages, and no others', () => {
    const wanted = LANGUAGES.flatMap(({ ending }) => pathsOf(ending)).sort();
    const there = repositoryFiles().filter((file) => file.startsWith('docs/lessons/'));
    expect(there.filter((file) => existsSync(ROOT + file)).sort()).toEqual(wanted);
  });

  for (const { language, texts, ending, readme } of LANGUAGES) {
    it(`ask what the live page asks, in ${language}`, () => {
      const asked = pathsOf(ending).map((path) => {
        const text = readText(path);
        const title = /^# \d\. (.+)$/m.exec(text)?.[1];
        return { title, question: /^> ([\s\S]+?)\n\n/m.exec(text)?.[1]?.replaceAll('\n> ', ' ') };
      });
      const wanted = LESSON_NAMES.map((name) => {
        const { title, question } = texts[name];
        return { title, question };
      });
      expect(asked).toEqual(wanted);
    });

    it(`are listed in ${readme} by their titles`, () => {
      const links = [...readText(readme).matchAll(/\[([^\]]+)\]\((docs\/lessons\/[^)]+)\)/g)];
      const wanted = pathsOf(ending).map((path, at) => [texts[LESSON_NAMES[at]!].title, path]);
      expect(links.map(([, title, path]) => [title, path])).toEqual(wanted);
    });
  }

  it('show the same commands, and what they print, in both languages', () => {
    for (const [at, path] of pathsOf('.md').entries()) {
      expect(codeOf(path).length).toBeGreaterThan(1);
      expect(codeOf(pathsOf('.pt-BR.md')[at] ?? '')).toEqual(codeOf(path));
    }
  });
});
