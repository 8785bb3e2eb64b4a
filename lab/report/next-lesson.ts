import type { Report } from './report.ts';

/** The lessons' pages in `docs/lessons`, in their order. */
export const LESSON_PAGES = [
  '1-partition-keys.md',
  '2-order.md',
  '3-polling-and-pushing.md',
  '4-falling-behind.md',
  '5-splitting-a-shard.md',
  '6-partial-failure.md',
  '7-at-least-once.md',
  '8-firehose-buffer.md',
] as const;

/** From 1: the lesson after the one that was open, else the one about what this run has shown. */
export function nextLesson({ books }: Report, open: number | undefined): number | undefined {
  if (open !== undefined) return open < LESSON_PAGES.length ? open + 1 : undefined;
  if (Object.values(books.consumers).some(({ duplicates }) => duplicates > 0)) return 7;
  return books.put > 0 && books.s3.objects === 0 ? 8 : 1;
}

/** Where to go on, after a report. The pages are in the repository, not in every place that has the program. */
export function nextLine(lesson: number, hasFile: (path: string) => boolean): string {
  const page = `docs/lessons/${LESSON_PAGES[lesson - 1]}`;
  return hasFile(page)
    ? `Next: ${page} · npm start -- --lesson ${lesson}`
    : `Next: npx kinlab demo --lesson ${lesson}`;
}
