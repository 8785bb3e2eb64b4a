import { expect, it } from 'vitest';
import { LESSONS } from '#dashboard/page/lessons/lessons.ts';
import { readSettings } from '../settings/settings.ts';
import { pageUrl } from './page-url.ts';

const PAGE = { url: 'http://127.0.0.1:5566' };

const urlOf = (...args: string[]): string => pageUrl(PAGE, readSettings(args, {}));

it('opens the page on the lesson that was asked for, or on none', () => {
  expect(urlOf()).toBe('http://127.0.0.1:5566');
  expect(urlOf('--lesson', '1')).toBe('http://127.0.0.1:5566/#lesson=1');
});

it('knows as many lessons as the page has', () => {
  const last = LESSONS.length;
  expect(urlOf('--lesson', String(last))).toBe(`http://127.0.0.1:5566/#lesson=${last}`);
  for (const wrong of [0, last + 1]) {
    expect(() => urlOf('--lesson', String(wrong))).toThrow(`--lesson: from 1 to ${last}, please`);
  }
  expect(() => urlOf('--lesson', '1.5')).toThrow('--lesson: a whole number, please');
});
