import { computed, effect, signal } from '@preact/signals';
import { LESSONS } from './lessons.ts';

/** The lesson that is open, from 1; undefined: none. */
export const lesson = signal<number | undefined>(undefined);
/** Which of its answers a person has picked; undefined: not yet, and nothing is revealed. */
export const guessed = signal<number | undefined>(undefined);

/** The panel in which the answer is to be seen, once somebody has guessed. */
export const pointedAt = computed(() =>
  lesson.value === undefined || guessed.value === undefined
    ? undefined
    : LESSONS[lesson.value - 1]?.panel,
);

/** The lesson that the page's address names, now and whenever it changes: `#lesson=3`. */
export function followAddress(): void {
  const follow = (): void => {
    // The address of a panel leaves the lesson as it is.
    if (location.hash !== '' && !location.hash.startsWith('#lesson=')) return;
    const number = Number(/^#lesson=(\d+)$/.exec(location.hash)?.[1]);
    show(LESSONS[number - 1] ? number : undefined);
  };
  follow();
  addEventListener('hashchange', follow);
  effect(() => {
    const panel = pointedAt.value;
    if (panel) document.getElementById(panel)?.scrollIntoView({ block: 'nearest' });
  });
  effect(() => {
    const { value: place } = lesson;
    const { classList, dataset } = document.documentElement;
    classList.toggle('has-lesson', place !== undefined);
    // What tells one lesson's answer is what others need to see.
    const isGuessing = place !== undefined && guessed.value === undefined;
    dataset['guessing'] = isGuessing ? LESSONS[place - 1]?.name : '';
  });
}

function show(number: number | undefined): void {
  if (number === lesson.peek()) return;
  guessed.value = undefined;
  lesson.value = number;
}

/** At once: the browser tells of a new address only later, and a key pressed by then would be lost. */
function go(number: number): void {
  show(number);
  location.hash = `lesson=${number}`;
}

export const openLessons = (): void => go(lesson.peek() ?? 1);

export function nextLesson(by: 1 | -1): void {
  const number = (lesson.peek() ?? 0) + by;
  if (lesson.peek() !== undefined && LESSONS[number - 1]) go(number);
}

export function guess(answer: number): void {
  if (lesson.peek() !== undefined && guessed.peek() === undefined) guessed.value = answer;
}

export function closeLesson(): void {
  if (lesson.peek() === undefined) return;
  lesson.value = undefined;
  history.replaceState(undefined, '', location.pathname + location.search);
}
