import { describe, expect, it } from 'vitest';
import { nextLesson, nextLine } from './next-lesson.ts';
import type { Report } from './report.ts';

const reportOf = (put: number, objects: number, duplicates = 0): Report =>
  ({
    books: { put, s3: { objects }, consumers: { 'consumer-1': { duplicates } } },
  }) as unknown as Report;

describe('the next lesson', () => {
  it('follows the one that was open, and none the last', () => {
    expect(nextLesson(reportOf(9, 0), 3)).toBe(4);
    expect(nextLesson(reportOf(9, 0), 8)).toBeUndefined();
  });

  it.each([
    ['the first', 9, 1, 0, 1],
    ['the first after nothing at all', 0, 0, 0, 1],
    ['why nothing is in S3', 9, 0, 0, 8],
    ['why some records came twice', 9, 0, 2, 7],
  ])('is %s', (_, put, objects, duplicates, lesson) => {
    expect(nextLesson(reportOf(put, objects, duplicates), undefined)).toBe(lesson);
  });

  it('is a page where there are pages, and a command everywhere', () => {
    const asked: string[] = [];
    const line = nextLine(8, (path) => asked.push(path) > 0);
    expect(line).toBe('Next: docs/lessons/8-firehose-buffer.md · npm start -- --lesson 8');
    expect(asked).toEqual(['docs/lessons/8-firehose-buffer.md']);
    expect(nextLine(1, () => false)).toBe('Next: npx kinlab demo --lesson 1');
  });
});
