import { effect, signal, type Signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';
export type Language = 'en' | 'pt-BR';

/** What a person chose for this browser. */
export const theme = remembered<Theme>('theme', 'auto', ['auto', 'light', 'dark']);
export const language = remembered<Language>(
  'language',
  navigator.language.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en',
  ['en', 'pt-BR'],
);
export const isPresenting = signal(false);
/** The canvas gives way to its table. */
export const showsTable = signal(false);

export const prefersStillness = matchMedia('(prefers-reduced-motion: reduce)').matches;

effect(() => {
  const root = document.documentElement;
  root.lang = language.value;
  root.dataset['theme'] = theme.value;
  root.classList.toggle('presenting', isPresenting.value);
});

function remembered<T extends string>(name: string, otherwise: T, known: readonly T[]): Signal<T> {
  const key = `kinlab.${name}`;
  const kept = known.find((value) => value === localStorage.getItem(key));
  const chosen = signal(kept ?? otherwise);
  effect(() => {
    const { value } = chosen;
    if (value !== otherwise || kept !== undefined) localStorage.setItem(key, value);
  });
  return chosen;
}
