import { language } from '../settings.ts';
import { en } from './en.ts';
import { ptBr } from './pt-br.ts';
import type { Strings } from './table.ts';

/** What the page says, in the language that was chosen. */
export const say = (): Strings => (language.value === 'pt-BR' ? ptBr : en);
