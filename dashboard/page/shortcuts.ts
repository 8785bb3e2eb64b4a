import { closeLesson, guess, nextLesson, openLessons } from './lessons/open-lesson.ts';
import { followNewest } from './panels/follow.tsx';
import { showsHelp } from './panels/dialogs.tsx';
import { nextLanguage, nextTheme, showFaults, step, togglePause } from './panels/header.tsx';
import { isPresenting, showsTable } from './settings.ts';

const PANELS = [
  'producer',
  'shards',
  'consumers',
  'firehose',
  'objects',
  'latency',
  'books',
  'follow',
  'events',
] as const;

const SHORTCUTS: ReadonlyMap<string, () => void> = new Map([
  [' ', togglePause],
  ['ArrowRight', step],
  ['/', () => document.querySelector<HTMLInputElement>('#key')?.focus()],
  ['f', showFaults],
  ['t', () => (showsTable.value = !showsTable.peek())],
  ['n', followNewest],
  ['e', openLessons],
  ['a', () => guess(0)],
  ['b', () => guess(1)],
  ['c', () => guess(2)],
  [',', () => nextLesson(-1)],
  ['.', () => nextLesson(1)],
  ['Escape', closeLesson],
  ['p', () => (isPresenting.value = !isPresenting.peek())],
  ['l', nextLanguage],
  ['d', nextTheme],
  ['?', () => (showsHelp.value = true)],
  ...PANELS.map((name, at): [string, () => void] => [String(at + 1), () => goTo(name)]),
]);

export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
    const act = SHORTCUTS.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** Whether what has the focus needs the key itself. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog[open]')) return true;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return true;
  const presses = target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement;
  return key === ' ' && presses;
}

function goTo(name: string): void {
  const panel = document.getElementById(name);
  panel?.focus({ preventScroll: true });
  panel?.scrollIntoView({ block: 'nearest' });
}
