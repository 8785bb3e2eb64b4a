import { language } from '../settings.ts';
import { en } from './en.ts';
import { ptBr } from './pt-br.ts';

type Shape<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Args) => string
    ? (...args: Args) => string
    : T[Name] extends string
      ? string
      : Shape<T[Name]>;
};

/** A language that lacks a string, or has one too many, does not compile. */
export type Strings = Shape<typeof en>;

/** What the page says, in the language that was chosen. */
export const say = (): Strings => (language.value === 'pt-BR' ? ptBr : en);
